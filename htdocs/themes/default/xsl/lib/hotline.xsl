<?xml version="1.0" encoding="UTF-8"?>
<!--
  hotline.xsl - the citizens' hotline: its front page, lists of cases, a case with its thread, the league
  table. Imported by pages.xsl. A citizen's words are text: line ends are the style sheet's business.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="hotline-page" mode="main">
    <header class="page-head">
      <h1><xsl:value-of select="key('message', 'hotline')"/></h1>
      <p><xsl:value-of select="key('message', 'hotline-intro')"/></p>
      <p class="actions">
        <a class="button strong" href="{@new}"><xsl:value-of select="key('message', 'hotline-write')"/></a>
        <a class="button" href="{@follow}"><xsl:value-of select="key('message', 'hotline-follow')"/></a>
        <xsl:for-each select="$site/phone[@kind = 'hotline']">
          <a class="button" href="{@tel}">
            <xsl:call-template name="icon"><xsl:with-param name="name" select="'call'"/></xsl:call-template>
            <xsl:value-of select="."/>
          </a>
        </xsl:for-each>
      </p>
    </header>
    <xsl:call-template name="case-search"/>
    <xsl:apply-templates select="totals"/>
    <section class="answers">
      <xsl:call-template name="block-head">
        <xsl:with-param name="href" select="@list"/>
        <xsl:with-param name="name" select="key('message', 'hotline-answers')"/>
      </xsl:call-template>
      <xsl:apply-templates select="answers"/>
    </section>
    <xsl:apply-templates select="ways"/>
    <p class="actions">
      <a class="button" href="{@list}"><xsl:value-of select="key('message', 'hotline-all')"/></a>
      <a class="button" href="{@league}"><xsl:value-of select="key('message', 'hotline-league')"/></a>
    </p>
  </xsl:template>

  <xsl:template match="hotline-list" mode="main">
    <header class="page-head">
      <h1><xsl:call-template name="page-name"/></h1>
      <xsl:if test="@short"><p><xsl:value-of select="key('message', 'hotline-short')"/></p></xsl:if>
    </header>
    <xsl:call-template name="case-search"/>
    <xsl:if test="not(@short)">
      <xsl:apply-templates select="cases"/>
      <xsl:apply-templates select="cases/pager"/>
    </xsl:if>
    <xsl:apply-templates select="ways"/>
    <xsl:call-template name="hotline-actions"/>
  </xsl:template>

  <xsl:template name="hotline-actions">
    <p class="actions">
      <!-- On an open case "me too" comes first. -->
      <a href="{@new}">
        <xsl:attribute name="class">button<xsl:if test="not(form)"> strong</xsl:if></xsl:attribute>
        <xsl:value-of select="key('message', 'hotline-write')"/>
      </a>
      <a class="button" href="{@follow}"><xsl:value-of select="key('message', 'hotline-follow')"/></a>
    </p>
  </xsl:template>

  <!-- By words, in cases. -->
  <xsl:template name="case-search">
    <form class="case-search" role="search" method="get" action="{@search}">
      <label for="case-search"><xsl:value-of select="key('message', 'hotline-search')"/></label>
      <input id="case-search" type="search" name="q" maxlength="60">
        <xsl:if test="query"><xsl:attribute name="value"><xsl:value-of select="query"/></xsl:attribute></xsl:if>
      </input>
      <button class="button" type="submit"><xsl:value-of select="key('message', 'hotline-search-go')"/></button>
    </form>
  </xsl:template>

  <xsl:template match="answers|cases">
    <xsl:choose>
      <xsl:when test="case">
        <ul class="rows cases"><xsl:apply-templates select="case"/></ul>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing">
          <xsl:with-param name="key">
            <xsl:choose>
              <xsl:when test="../query">hotline-none</xsl:when>
              <xsl:otherwise>hotline-empty</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- On the front page the cases stand below a heading of their own. -->
  <xsl:template match="case">
    <li>
      <xsl:choose>
        <xsl:when test="parent::answers or parent::similar"><h3><xsl:call-template name="case-link"/></h3></xsl:when>
        <xsl:otherwise><h2><xsl:call-template name="case-link"/></h2></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="case-facts"/>
    </li>
  </xsl:template>

  <!-- What people wrote: its language is on the element around it. -->
  <xsl:template match="title|text" mode="words"><xsl:call-template name="lang"/><xsl:value-of select="."/></xsl:template>

  <xsl:template name="case-link"><a href="{@href}"><xsl:apply-templates select="title" mode="words"/></a></xsl:template>

  <!-- On the pages of forms: the case that is meant, and others like what is being written. -->
  <xsl:template match="form-page/case" mode="before-form">
    <section class="sent"><h2><xsl:call-template name="case-link"/></h2><xsl:call-template name="case-facts"/></section>
  </xsl:template>
  <xsl:template match="similar" mode="before-form">
    <section class="similar">
      <h2><xsl:value-of select="key('message', 'hotline-similar')"/></h2>
      <p><xsl:value-of select="key('message', 'hotline-similar-text')"/></p>
      <ul class="rows cases"><xsl:apply-templates select="case"/></ul>
    </section>
  </xsl:template>

  <!-- State in words and colour, then whose it is and when it came. -->
  <xsl:template name="case-facts">
    <p class="facts">
      <span class="state state-{@state}"><xsl:value-of select="key('message', concat('case-', @state))"/></span>
      <xsl:if test="@overdue"><span class="state overdue"><xsl:value-of select="key('message', 'hotline-overdue')"/></span></xsl:if>
      <span>
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="'hotline-number'"/>
          <xsl:with-param name="n" select="@id"/>
        </xsl:call-template>
      </span>
      <xsl:for-each select="kind|agency|region"><a href="{@href}"><xsl:value-of select="."/></a></xsl:for-each>
      <xsl:apply-templates select="received" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
      <xsl:if test="@joins &gt; 0">
        <span>
          <xsl:call-template name="message">
            <xsl:with-param name="key" select="'hotline-joins'"/>
            <xsl:with-param name="n" select="@joins"/>
          </xsl:call-template>
        </span>
      </xsl:if>
    </p>
  </xsl:template>

  <xsl:template match="hotline-case" mode="main">
    <article class="full case">
      <header>
        <h1><xsl:apply-templates select="case/title" mode="words"/></h1>
        <xsl:call-template name="case-head"/>
      </header>
      <xsl:call-template name="case-words"/>
      <h2><xsl:value-of select="key('message', 'hotline-thread')"/></h2>
      <xsl:call-template name="case-thread"/>
      <xsl:apply-templates select="rating"/>
      <xsl:apply-templates select="form"/>
      <xsl:if test="@new"><xsl:call-template name="hotline-actions"/></xsl:if>
    </article>
  </xsl:template>

  <!-- Opened with its code: below the name of the page, and with what comes next. -->
  <xsl:template match="hotline-case" mode="before-form">
    <article class="case opened">
      <header>
        <h2><xsl:apply-templates select="case/title" mode="words"/></h2>
        <xsl:call-template name="case-head"/>
      </header>
      <p class="notice"><xsl:value-of select="key('message', concat('hotline-next-', case/@state))"/></p>
      <xsl:call-template name="case-words"/>
      <h2><xsl:value-of select="key('message', 'hotline-thread')"/></h2>
      <xsl:call-template name="case-thread"/>
      <xsl:apply-templates select="rating"/>
    </article>
  </xsl:template>

  <xsl:template name="case-head">
    <xsl:for-each select="case"><xsl:call-template name="case-facts"/></xsl:for-each>
    <xsl:if test="due and case[@state = 'new' or @state = 'accepted' or @state = 'reopened' or @state = 'supervised']">
      <p class="facts">
        <span>
          <xsl:call-template name="label"><xsl:with-param name="key" select="'hotline-due'"/></xsl:call-template>
          <xsl:apply-templates select="due" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
        </span>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="case-words">
    <xsl:if test="reason"><p class="notice"><xsl:value-of select="reason"/></p></xsl:if>
    <xsl:if test="text"><p class="words"><xsl:apply-templates select="text" mode="words"/></p></xsl:if>
  </xsl:template>

  <xsl:template name="case-thread">
    <xsl:choose>
      <xsl:when test="thread/*"><ol class="thread"><xsl:apply-templates select="thread/*" mode="thread"/></ol></xsl:when>
      <xsl:otherwise><p><xsl:value-of select="key('message', 'hotline-waiting')"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="*|text()" mode="thread"/>
  <xsl:template match="reply|transfer|extension|note" mode="thread">
    <li>
      <xsl:attribute name="class">
        <xsl:value-of select="name()"/>
        <xsl:if test="@kind = 'final'"> final</xsl:if>
      </xsl:attribute>
      <h3>
        <xsl:choose>
          <xsl:when test="self::reply[@kind = 'final']"><xsl:value-of select="key('message', 'hotline-final')"/></xsl:when>
          <xsl:when test="self::note"><xsl:value-of select="key('message', 'hotline-note')"/></xsl:when>
          <xsl:when test="self::reply"><xsl:value-of select="key('message', 'hotline-interim')"/></xsl:when>
          <xsl:when test="self::transfer">
            <xsl:call-template name="message">
              <xsl:with-param name="key" select="'hotline-transfer'"/>
              <xsl:with-param name="name" select="to"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="label"><xsl:with-param name="key" select="'hotline-extension'"/></xsl:call-template>
            <xsl:apply-templates select="due" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
          </xsl:otherwise>
        </xsl:choose>
      </h3>
      <p class="facts">
        <xsl:if test="office"><b><xsl:value-of select="office"/></b></xsl:if>
        <xsl:if test="role"><span><xsl:value-of select="role"/></span></xsl:if>
        <xsl:apply-templates select="at" mode="time"/>
        <xsl:if test="@template"><span><xsl:value-of select="key('message', 'hotline-template')"/></span></xsl:if>
      </p>
      <xsl:if test="text"><p class="words"><xsl:apply-templates select="text" mode="words"/></p></xsl:if>
      <xsl:if test="revised">
        <p class="facts">
          <span>
            <xsl:call-template name="label"><xsl:with-param name="key" select="'updated'"/></xsl:call-template>
            <xsl:apply-templates select="revised" mode="time"/>
          </span>
        </p>
      </xsl:if>
    </li>
  </xsl:template>

  <xsl:template match="rating">
    <p class="rating">
      <xsl:call-template name="message">
        <xsl:with-param name="key" select="concat('rating-', @solved)"/>
        <xsl:with-param name="n" select="@score"/>
      </xsl:call-template>
    </p>
  </xsl:template>

  <xsl:template match="totals">
    <h2 class="totals-head"><xsl:value-of select="key('message', 'hotline-year')"/></h2>
    <dl class="totals">
      <div><dt><xsl:value-of select="key('message', 'figure-received')"/></dt><dd><xsl:value-of select="@received"/></dd></div>
      <div><dt><xsl:value-of select="key('message', 'figure-answered')"/></dt><dd><xsl:value-of select="@answered"/></dd></div>
      <div><dt><xsl:value-of select="key('message', 'figure-in-time')"/></dt><dd><xsl:value-of select="@in-time"/></dd></div>
      <div><dt><xsl:value-of select="key('message', 'figure-overdue')"/></dt><dd><xsl:value-of select="@overdue"/></dd></div>
    </dl>
  </xsl:template>

  <xsl:template match="ways">
    <xsl:if test="*">
      <nav class="ways" aria-label="{key('message', 'hotline-ways')}">
        <xsl:call-template name="way"><xsl:with-param name="items" select="phase"/></xsl:call-template>
        <xsl:call-template name="way"><xsl:with-param name="items" select="kind"/></xsl:call-template>
        <xsl:call-template name="way"><xsl:with-param name="items" select="agency"/></xsl:call-template>
        <xsl:call-template name="way"><xsl:with-param name="items" select="region"/></xsl:call-template>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:template name="way">
    <xsl:param name="items"/>
    <xsl:if test="$items">
      <h2 id="way-{name($items[1])}"><xsl:value-of select="key('message', concat('way-', name($items[1])))"/></h2>
      <ul class="children" aria-labelledby="way-{name($items[1])}">
        <xsl:for-each select="$items">
          <li>
            <a href="{@href}">
              <xsl:if test="@current"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
              <xsl:value-of select="."/>
              <xsl:if test="self::phase"><xsl:value-of select="key('message', concat('phase-', @code))"/></xsl:if>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- Each figure's definition stands below the table, in the order of its columns. -->
  <xsl:template match="hotline-league" mode="main">
    <header class="page-head">
      <h1><xsl:value-of select="key('message', 'hotline-league')"/></h1>
      <p>
        <xsl:apply-templates select="from" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
        <xsl:text> – </xsl:text>
        <xsl:apply-templates select="to" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
      </p>
    </header>
    <xsl:if test="month">
      <nav aria-label="{key('message', 'hotline-months')}">
        <ul class="children">
          <li><a href="{@league}">
            <xsl:if test="not(month/@current)"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
            <xsl:value-of select="key('message', 'hotline-last-year')"/>
          </a></li>
          <xsl:for-each select="month">
            <li><a href="{@href}">
              <xsl:if test="@current"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
              <xsl:value-of select="@month"/>
            </a></li>
          </xsl:for-each>
        </ul>
      </nav>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="row">
        <div class="league" tabindex="0" role="region" aria-label="{key('message', 'scroll-label')}">
          <table>
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="key('message', 'figure-agency')"/></th>
                <xsl:call-template name="figure-heads"/>
              </tr>
            </thead>
            <tbody>
              <xsl:for-each select="row">
                <tr>
                  <th scope="row"><a href="{@href}"><xsl:value-of select="@name"/></a></th>
                  <xsl:call-template name="figures"/>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </div>
        <p><xsl:value-of select="key('message', 'hotline-definitions')"/></p>
        <xsl:call-template name="take-away"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing"><xsl:with-param name="key" select="'hotline-empty'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="figure-heads">
    <th scope="col"><xsl:value-of select="key('message', 'figure-received')"/></th>
    <th scope="col"><xsl:value-of select="key('message', 'figure-accepted')"/></th>
    <th scope="col"><xsl:value-of select="key('message', 'figure-answered')"/></th>
    <th scope="col"><xsl:value-of select="key('message', 'figure-in-time')"/></th>
    <th scope="col"><xsl:value-of select="key('message', 'figure-overdue')"/></th>
    <th scope="col"><xsl:value-of select="key('message', 'figure-reopened')"/></th>
    <th scope="col"><xsl:value-of select="key('message', 'figure-rated')"/></th>
    <th scope="col"><xsl:value-of select="key('message', 'figure-solved')"/></th>
    <th scope="col"><xsl:value-of select="key('message', 'figure-median')"/></th>
  </xsl:template>
  <xsl:template name="figures">
    <td><xsl:value-of select="@received"/></td>
    <td><xsl:value-of select="@accepted"/></td>
    <td><xsl:value-of select="@answered"/></td>
    <td><xsl:value-of select="@in-time"/></td>
    <td><xsl:value-of select="@overdue"/></td>
    <td><xsl:value-of select="@reopened"/></td>
    <td><xsl:value-of select="@rated"/></td>
    <td><xsl:value-of select="@solved"/></td>
    <td><xsl:value-of select="@median-days"/><xsl:if test="not(@median-days)">–</xsl:if></td>
  </xsl:template>
</xsl:stylesheet>
