<?xml version="1.0" encoding="UTF-8"?>
<!--
  article.xsl - one story, for both variants: heading, facts, corrections, summary, picture, body,
  tags, address, copyright notice, neighbours, related stories, other languages. The story's own words carry its language; labels
  around them keep the page's.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="article" mode="main">
    <xsl:variable name="rail"><xsl:call-template name="article-rail"/></xsl:variable>
    <div>
      <xsl:attribute name="class">page-article<xsl:if test="string($rail)"> with-rail</xsl:if></xsl:attribute>
      <article class="full">
        <header>
          <xsl:if test="kicker">
            <p class="kicker"><xsl:call-template name="lang"/><xsl:value-of select="kicker"/></p>
          </xsl:if>
          <h1>
            <xsl:if test="string-length(title) &gt; 60"><xsl:attribute name="class">long</xsl:attribute></xsl:if>
            <xsl:call-template name="lang"/>
            <xsl:value-of select="title"/>
          </h1>
          <xsl:call-template name="article-facts"/>
          <xsl:apply-templates select="." mode="translations"/>
        </header>
        <div class="story-text">
          <xsl:apply-templates select="corrections"/>
          <xsl:if test="summary">
            <p class="standfirst"><xsl:call-template name="lang"/><xsl:value-of select="summary"/></p>
          </xsl:if>
          <xsl:for-each select="picture">
            <xsl:call-template name="figure"><xsl:with-param name="lang" select="../@lang"/></xsl:call-template>
          </xsl:for-each>
          <xsl:apply-templates select="picture-gone"/>
          <xsl:apply-templates select="body"/>
          <footer>
            <xsl:apply-templates select="editor"/>
            <xsl:apply-templates select="tags"/>
            <xsl:call-template name="copy-address"/>
            <xsl:apply-templates select="notice"/>
          </footer>
          <xsl:call-template name="neighbours"/>
        </div>
      </article>
      <xsl:copy-of select="$rail"/>
    </div>
  </xsl:template>

  <!-- Beside the story, or below it where there is no room: what to read next. -->
  <xsl:template name="article-rail">
    <xsl:apply-templates select="related"/>
  </xsl:template>

  <xsl:template match="related">
    <section class="box related" aria-labelledby="box-related">
      <h2 id="box-related"><xsl:value-of select="key('message', 'related')"/></h2>
      <ul class="rows">
        <xsl:for-each select="teaser">
          <li>
            <xsl:apply-templates select="." mode="row">
              <xsl:with-param name="level" select="'h3'"/>
              <xsl:with-param name="small" select="'yes'"/>
            </xsl:apply-templates>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <!-- What was wrong stands before the story, so that nobody reads past it. -->
  <xsl:template match="corrections">
    <section class="corrections" aria-labelledby="corrections">
      <h2 id="corrections"><xsl:value-of select="key('message', 'corrections')"/></h2>
      <ul>
        <xsl:for-each select="correction">
          <li>
            <xsl:apply-templates select="." mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
            <xsl:text> </xsl:text>
            <span>
              <xsl:call-template name="lang"><xsl:with-param name="lang" select="../../@lang"/></xsl:call-template>
              <xsl:value-of select="."/>
            </span>
          </li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>

  <!-- The address that stays: selected when it is reached with the keyboard or clicked; the script
       adds a button and says in <output> that it did. -->
  <xsl:template name="copy-address">
    <xsl:if test="$page/address/@canonical">
      <div class="copy-address">
        <label for="address"><xsl:value-of select="key('message', 'address')"/></label>
        <input id="address" type="text" readonly="readonly" dir="ltr" value="{$page/address/@canonical}"/>
        <button class="button" type="button" hidden="hidden" data-copy="address" data-done="{key('message', 'copied')}">
          <xsl:value-of select="key('message', 'copy')"/>
        </button>
        <output></output>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="article-facts">
    <p class="facts">
      <xsl:apply-templates select="published" mode="time"/>
      <xsl:apply-templates select="source"/>
      <xsl:if test="author">
        <span>
          <xsl:call-template name="label"><xsl:with-param name="key" select="'author'"/></xsl:call-template>
          <b><xsl:call-template name="lang"/><xsl:value-of select="author"/></b>
        </span>
      </xsl:if>
      <xsl:if test="updated">
        <span class="updated">
          <xsl:call-template name="label"><xsl:with-param name="key" select="'updated'"/></xsl:call-template>
          <xsl:apply-templates select="updated" mode="time"/>
        </span>
      </xsl:if>
    </p>
  </xsl:template>

  <xsl:template match="article/source">
    <span>
      <xsl:call-template name="label"><xsl:with-param name="key" select="'source'"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="@href">
          <a href="{@href}" rel="noopener"><xsl:call-template name="lang"><xsl:with-param name="lang" select="../@lang"/></xsl:call-template><xsl:value-of select="."/></a>
        </xsl:when>
        <xsl:otherwise>
          <b><xsl:call-template name="lang"><xsl:with-param name="lang" select="../@lang"/></xsl:call-template><xsl:value-of select="."/></b>
        </xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- The responsible editor closes the story, as on paper. -->
  <xsl:template match="article/editor">
    <p class="editor">
      <xsl:call-template name="message">
        <xsl:with-param name="key" select="'editor'"/>
        <xsl:with-param name="name" select="."/>
      </xsl:call-template>
    </p>
  </xsl:template>

  <!-- Allow-listed HTML, copied. Wide tables and preformatted text get a box that scrolls by itself,
       also with the keyboard. -->
  <xsl:template match="body">
    <div class="body">
      <xsl:call-template name="lang"><xsl:with-param name="lang" select="../@lang"/></xsl:call-template>
      <xsl:for-each select="node()">
        <xsl:choose>
          <xsl:when test="self::table or self::pre">
            <div class="wide" role="group" tabindex="0" aria-label="{key('message', 'scroll-label')}">
              <xsl:apply-templates select="." mode="whole"/>
            </div>
          </xsl:when>
          <xsl:otherwise><xsl:apply-templates select="." mode="whole"/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </div>
  </xsl:template>

  <!-- Copied at once, unless a picture is missing in it. -->
  <xsl:template match="node()" mode="whole">
    <xsl:choose>
      <xsl:when test="descendant-or-self::picture-gone"><xsl:apply-templates select="." mode="flow"/></xsl:when>
      <xsl:otherwise><xsl:copy-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="notice">
    <p class="notice">
      <xsl:for-each select="text()|phone|form">
        <xsl:choose>
          <xsl:when test="self::form"><a href="{@href}"><xsl:value-of select="key('message', 'notice-form')"/></a></xsl:when>
          <xsl:when test="self::phone"><a href="{@tel}"><xsl:value-of select="."/></a></xsl:when>
          <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </p>
  </xsl:template>

  <xsl:template match="tags">
    <div class="tags">
      <h2><xsl:value-of select="key('message', 'tags')"/></h2>
      <ul>
        <xsl:for-each select="tag">
          <li><a href="{@href}" rel="tag"><xsl:value-of select="."/></a></li>
        </xsl:for-each>
      </ul>
    </div>
  </xsl:template>

  <xsl:template match="article" mode="translations">
    <xsl:if test="translation">
      <ul class="translations" aria-label="{key('message', 'translations')}">
        <xsl:for-each select="translation">
          <li>
            <a href="{@href}" hreflang="{@lang}">
              <xsl:call-template name="lang"/>
              <span class="language"><xsl:call-template name="language-name"/></span>
              <xsl:text> </xsl:text>
              <xsl:value-of select="."/>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- A language by its own name; one without a message by its code. -->
  <xsl:template name="language-name">
    <xsl:variable name="name" select="key('message', concat('language-', @lang))"/>
    <xsl:choose>
      <xsl:when test="$name"><xsl:value-of select="$name"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="@lang"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="neighbours">
    <xsl:if test="newer or older">
      <nav class="neighbours" aria-label="{key('message', 'neighbours-label')}">
        <xsl:for-each select="newer|older">
          <a class="{name()}" href="{@href}">
            <span><xsl:value-of select="key('message', concat('neighbour-', name()))"/></span>
            <b><xsl:value-of select="."/></b>
          </a>
        </xsl:for-each>
      </nav>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
