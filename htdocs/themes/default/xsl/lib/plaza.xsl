<?xml version="1.0" encoding="UTF-8"?>
<!--
  plaza.xsl - the information plaza: its front page, the list of a category with its filters, a notice.
  Imported by pages.xsl. What people wrote is text: line ends are the style sheet's business.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="plaza-page" mode="main">
    <header class="page-head">
      <h1><xsl:value-of select="key('message', 'plaza')"/></h1>
      <p><xsl:value-of select="key('message', 'plaza-intro')"/></p>
      <xsl:call-template name="plaza-actions"/>
    </header>
    <xsl:apply-templates select="categories"/>
    <section>
      <div class="block-head"><h2><xsl:value-of select="key('message', 'plaza-newest')"/></h2></div>
      <xsl:apply-templates select="notices"/>
    </section>
  </xsl:template>

  <xsl:template name="plaza-actions">
    <xsl:if test="@new">
      <p class="actions">
        <a class="button strong" href="{@new}"><xsl:value-of select="key('message', 'plaza-new')"/></a>
        <a class="button" href="{@follow}"><xsl:value-of select="key('message', 'plaza-follow')"/></a>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="categories">
    <ul class="categories" aria-label="{key('message', 'plaza-categories')}">
      <xsl:for-each select="category">
        <li>
          <a href="{@href}">
            <b><xsl:value-of select="@name"/></b>
            <xsl:if test="@count"><span class="count"><xsl:value-of select="@count"/></span></xsl:if>
            <xsl:if test="description"><small><xsl:value-of select="description"/></small></xsl:if>
          </a>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <xsl:template match="plaza-list" mode="main">
    <header class="page-head">
      <h1>
        <xsl:value-of select="$page/title"/>
        <xsl:for-each select="filters/filter/option[@selected]"> · <xsl:value-of select="."/></xsl:for-each>
      </h1>
      <xsl:if test="description"><p><xsl:value-of select="description"/></p></xsl:if>
      <xsl:call-template name="plaza-actions"/>
    </header>
    <xsl:apply-templates select="filters"/>
    <xsl:apply-templates select="notices"/>
    <xsl:apply-templates select="notices/pager"/>
  </xsl:template>

  <!-- A form without script: empty controls ask for nothing. It is open when the list is narrowed. -->
  <xsl:template match="filters">
    <details class="filters">
      <xsl:if test="@active"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary>
        <xsl:value-of select="key('message', 'plaza-filters')"/>
        <xsl:if test="@active"><span class="count"><xsl:value-of select="@active"/></span></xsl:if>
      </summary>
      <form method="get" action="{@action}" role="search" aria-label="{key('message', 'plaza-filters')}">
        <xsl:apply-templates select="filter"/>
        <p class="actions">
          <button class="button strong" type="submit"><xsl:value-of select="key('message', 'plaza-filter')"/></button>
          <xsl:if test="@active"><a class="button" href="{@action}"><xsl:value-of select="key('message', 'plaza-all')"/></a></xsl:if>
        </p>
      </form>
    </details>
  </xsl:template>

  <xsl:template match="filter[@type = 'region' or @type = 'choice']">
    <xsl:if test="option">
      <p class="filter">
        <label for="{@name}"><xsl:call-template name="filter-name"/></label>
        <select id="{@name}" name="{@name}">
          <option value=""><xsl:value-of select="key('message', 'plaza-any')"/></option>
          <xsl:for-each select="option">
            <option value="{@value}">
              <xsl:if test="@selected"><xsl:attribute name="selected">selected</xsl:attribute></xsl:if>
              <xsl:value-of select="."/>
            </option>
          </xsl:for-each>
        </select>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- A number or a day, from and to. -->
  <xsl:template match="filter">
    <fieldset class="filter">
      <legend><xsl:call-template name="filter-name"/></legend>
      <xsl:call-template name="filter-bound">
        <xsl:with-param name="end" select="'from'"/>
        <xsl:with-param name="value" select="@from"/>
      </xsl:call-template>
      <span aria-hidden="true">–</span>
      <xsl:call-template name="filter-bound">
        <xsl:with-param name="end" select="'to'"/>
        <xsl:with-param name="value" select="@to"/>
      </xsl:call-template>
    </fieldset>
  </xsl:template>

  <xsl:template name="filter-name">
    <xsl:choose>
      <xsl:when test="@label"><xsl:value-of select="@label"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="key('message', 'plaza-region')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="filter-bound">
    <xsl:param name="end"/>
    <xsl:param name="value"/>
    <input name="{@name}-{$end}" value="{$value}">
      <xsl:attribute name="aria-label">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="concat('bound-', $end)"/>
          <xsl:with-param name="name" select="@label"/>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="@type = 'date'"><xsl:attribute name="type">date</xsl:attribute></xsl:when>
        <xsl:otherwise>
          <xsl:attribute name="inputmode">numeric</xsl:attribute>
          <xsl:attribute name="pattern">[0-9]{1,9}</xsl:attribute>
          <xsl:attribute name="autocomplete">off</xsl:attribute>
        </xsl:otherwise>
      </xsl:choose>
    </input>
  </xsl:template>

  <xsl:template match="notices">
    <xsl:choose>
      <xsl:when test="notice"><ul class="rows notices"><xsl:apply-templates select="notice"/></ul></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing">
          <xsl:with-param name="key">
            <xsl:choose>
              <xsl:when test="../filters/@active">plaza-none</xsl:when>
              <xsl:otherwise>plaza-empty</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- On the front page the notices stand below a heading of their own. -->
  <xsl:template match="notices/notice">
    <li>
      <xsl:if test="picture"><div class="frame"><xsl:apply-templates select="picture" mode="image"/></div></xsl:if>
      <div class="words">
        <xsl:choose>
          <xsl:when test="$page/plaza-page"><h3><xsl:call-template name="notice-link"/></h3></xsl:when>
          <xsl:otherwise><h2><xsl:call-template name="notice-link"/></h2></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="fact[@type != 'text']"><p class="chips"><xsl:apply-templates select="fact[@type != 'text']" mode="chip"/></p></xsl:if>
        <xsl:if test="summary and not($mobile)">
          <p class="summary"><xsl:call-template name="lang"/><xsl:value-of select="summary"/></p>
        </xsl:if>
        <xsl:call-template name="notice-facts"/>
      </div>
    </li>
  </xsl:template>

  <xsl:template name="notice-link">
    <a href="{@href}"><xsl:call-template name="lang"/><xsl:value-of select="title"/></a>
  </xsl:template>

  <!-- Where it belongs, where it is, when it came, and its end. -->
  <xsl:template name="notice-facts">
    <p class="facts">
      <xsl:if test="category and not($page/plaza-list)"><a href="{category/@href}"><xsl:value-of select="category"/></a></xsl:if>
      <xsl:for-each select="region"><a href="{@href}"><xsl:value-of select="."/></a></xsl:for-each>
      <xsl:apply-templates select="published" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
      <span>
        <xsl:call-template name="label"><xsl:with-param name="key" select="'plaza-until'"/></xsl:call-template>
        <xsl:apply-templates select="ends" mode="time"><xsl:with-param name="form" select="'date-short'"/></xsl:apply-templates>
      </span>
    </p>
  </xsl:template>

  <!-- A choice speaks for itself; what a number or a day is of has to be said. -->
  <xsl:template match="*|text()" mode="chip"/>
  <xsl:template match="fact" mode="chip">
    <span class="chip">
      <xsl:if test="@type != 'choice'"><small><xsl:value-of select="@name"/></small><xsl:text> </xsl:text></xsl:if>
      <xsl:apply-templates select="." mode="value"/>
    </span>
  </xsl:template>

  <xsl:template match="*|text()" mode="value"/>
  <xsl:template match="fact" mode="value">
    <xsl:choose>
      <xsl:when test="@datetime">
        <time datetime="{substring(@datetime, 1, 10)}">
          <xsl:call-template name="fill-date"><xsl:with-param name="text" select="string(key('message', 'date'))"/></xsl:call-template>
        </time>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="plaza-notice" mode="main">
    <article class="full notice-page">
      <header>
        <h1>
          <xsl:for-each select="notice"><xsl:call-template name="lang"/></xsl:for-each>
          <xsl:value-of select="notice/title"/>
        </h1>
        <xsl:for-each select="notice"><xsl:call-template name="notice-facts"/></xsl:for-each>
      </header>
      <xsl:if test="@ended"><p class="notice"><xsl:value-of select="key('message', 'plaza-ended')"/></p></xsl:if>
      <xsl:for-each select="notice/picture"><xsl:call-template name="figure"/></xsl:for-each>
      <xsl:if test="notice/fact">
        <dl class="notice-facts">
          <xsl:for-each select="notice/fact">
            <div><dt><xsl:value-of select="@name"/></dt><dd><xsl:apply-templates select="." mode="value"/></dd></div>
          </xsl:for-each>
        </dl>
      </xsl:if>
      <p class="words">
        <xsl:for-each select="notice"><xsl:call-template name="lang"/></xsl:for-each>
        <xsl:value-of select="text"/>
      </p>
      <xsl:if test="form[@name = 'plaza-contact']">
        <section class="contact" aria-labelledby="notice-contact">
          <h2 id="notice-contact"><xsl:value-of select="key('message', 'plaza-contact')"/></h2>
          <p><xsl:value-of select="key('message', 'plaza-contact-text')"/></p>
          <xsl:apply-templates select="form[@name = 'plaza-contact']"/>
        </section>
      </xsl:if>
      <p class="actions">
        <xsl:for-each select="notice/category">
          <a class="button" href="{@href}"><xsl:value-of select="."/></a>
        </xsl:for-each>
        <xsl:if test="@follow">
          <a class="button" href="{@follow}"><xsl:value-of select="key('message', 'plaza-follow')"/></a>
        </xsl:if>
      </p>
      <xsl:if test="form[@name = 'plaza-report']">
        <details class="report">
          <summary><xsl:value-of select="key('message', 'plaza-report')"/></summary>
          <p><xsl:value-of select="key('message', 'plaza-report-text')"/></p>
          <xsl:apply-templates select="form[@name = 'plaza-report']"/>
        </details>
      </xsl:if>
    </article>
  </xsl:template>

  <!-- For the one reader who asked. -->
  <xsl:template match="contact" mode="before-form">
    <dl class="notice-facts contact-card">
      <xsl:if test="name"><div><dt><xsl:value-of select="key('message', 'plaza-name')"/></dt><dd><xsl:value-of select="name"/></dd></div></xsl:if>
      <xsl:for-each select="phone">
        <div>
          <dt><xsl:value-of select="key('message', 'plaza-phone')"/></dt>
          <dd>
            <xsl:choose>
              <xsl:when test="@tel"><a href="{@tel}"><xsl:value-of select="."/></a></xsl:when>
              <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
            </xsl:choose>
          </dd>
        </div>
      </xsl:for-each>
      <xsl:for-each select="email">
        <div><dt><xsl:value-of select="key('message', 'plaza-email')"/></dt><dd><a href="mailto:{.}"><xsl:value-of select="."/></a></dd></div>
      </xsl:for-each>
    </dl>
    <p><xsl:value-of select="key('message', 'plaza-careful')"/></p>
    <p class="actions"><a class="button" href="{$site/@plaza}"><xsl:value-of select="key('message', 'plaza')"/></a></p>
  </xsl:template>

  <xsl:template match="own-notice" mode="before-form">
    <section class="sent">
      <h2>
        <xsl:choose>
          <xsl:when test="@href"><a href="{@href}"><xsl:value-of select="title"/></a></xsl:when>
          <xsl:otherwise><xsl:value-of select="title"/></xsl:otherwise>
        </xsl:choose>
      </h2>
      <p class="facts">
        <span class="state"><xsl:value-of select="key('message', concat('own-', @state))"/></span>
        <span>
          <xsl:call-template name="message">
            <xsl:with-param name="key" select="'plaza-number'"/>
            <xsl:with-param name="n" select="@id"/>
          </xsl:call-template>
        </span>
        <xsl:apply-templates select="received" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
        <span>
          <xsl:call-template name="label"><xsl:with-param name="key" select="'plaza-until'"/></xsl:call-template>
          <xsl:apply-templates select="ends" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
        </span>
        <span>
          <xsl:call-template name="message">
            <xsl:with-param name="key" select="'plaza-shown'"/>
            <xsl:with-param name="n" select="@shown"/>
          </xsl:call-template>
        </span>
      </p>
      <xsl:if test="reason"><p class="notice"><xsl:value-of select="reason"/></p></xsl:if>
      <p class="words"><xsl:value-of select="text"/></p>
    </section>
  </xsl:template>

  <!-- What kind of notice it is to be comes first: each has fields of its own. -->
  <xsl:template match="plaza-choose" mode="main">
    <header class="page-head">
      <h1><xsl:value-of select="key('message', 'plaza-new')"/></h1>
      <p><xsl:value-of select="key('message', 'plaza-choose-text')"/></p>
    </header>
    <xsl:apply-templates select="categories"/>
  </xsl:template>
</xsl:stylesheet>
