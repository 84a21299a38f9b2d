<?xml version="1.0" encoding="UTF-8"?>
<!--
  article.xsl - one story, for both variants: heading, facts, summary, picture, body, copyright
  notice, tags, other languages, neighbours. The story's own words carry its language; labels
  around them keep the page's.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="article" mode="main">
    <div class="page-article">
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
        <xsl:if test="summary">
          <p class="standfirst"><xsl:call-template name="lang"/><xsl:value-of select="summary"/></p>
        </xsl:if>
        <xsl:for-each select="picture">
          <xsl:call-template name="figure"><xsl:with-param name="lang" select="../@lang"/></xsl:call-template>
        </xsl:for-each>
        <xsl:apply-templates select="body"/>
        <footer>
          <xsl:apply-templates select="editor"/>
          <xsl:apply-templates select="tags"/>
          <xsl:apply-templates select="notice"/>
        </footer>
      </article>
      <xsl:call-template name="neighbours"/>
    </div>
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
        <xsl:when test="@href"><a href="{@href}" rel="noopener"><xsl:value-of select="."/></a></xsl:when>
        <xsl:otherwise><b><xsl:value-of select="."/></b></xsl:otherwise>
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
              <xsl:copy-of select="."/>
            </div>
          </xsl:when>
          <xsl:otherwise><xsl:copy-of select="."/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </div>
  </xsl:template>

  <xsl:template match="notice">
    <p class="notice">
      <xsl:for-each select="text()|phone">
        <xsl:choose>
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
