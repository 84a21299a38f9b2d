<?xml version="1.0" encoding="UTF-8"?>
<!--
  mobile.xsl - entry sheet of the mobile variant: a frame for one hand, lighter than the desktop's.
  The ways through the portal stand at the bottom, where the thumb is; the channels in the foot.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="lib/base.xsl"/>
  <xsl:import href="lib/date.xsl"/>
  <xsl:import href="lib/picture.xsl"/>
  <xsl:import href="lib/cards.xsl"/>
  <xsl:import href="lib/pager.xsl"/>
  <xsl:import href="lib/breadcrumb.xsl"/>
  <xsl:import href="lib/json-ld.xsl"/>
  <xsl:import href="lib/head.xsl"/>
  <xsl:import href="lib/layout.xsl"/>
  <xsl:import href="lib/article.xsl"/>
  <xsl:import href="lib/pages.xsl"/>
  <xsl:import href="lib/error.xsl"/>
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

  <xsl:template match="/page">
    <html lang="{@lang}">
      <xsl:call-template name="head"><xsl:with-param name="sheet" select="'css/mobile.css'"/></xsl:call-template>
      <body class="kind-{@kind}">
        <xsl:call-template name="skip-link"/>
        <header class="masthead">
          <xsl:call-template name="brand"/>
          <xsl:call-template name="switch"/>
        </header>
        <xsl:apply-templates select="breadcrumb"/>
        <main id="main" tabindex="-1">
          <xsl:call-template name="main"/>
        </main>
        <xsl:call-template name="channels"/>
        <xsl:call-template name="footer"/>
        <xsl:call-template name="bottom"/>
      </body>
    </html>
  </xsl:template>

  <!-- All channels with their children, at the end of the page. -->
  <xsl:template name="channels">
    <xsl:if test="navigation/channel">
      <nav class="channels" id="channels" tabindex="-1" aria-label="{key('message', 'channels')}">
        <h2><xsl:value-of select="key('message', 'channels')"/></h2>
        <ul>
          <xsl:for-each select="navigation//channel">
            <xsl:apply-templates select="." mode="menu"/>
          </xsl:for-each>
        </ul>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:template name="bottom">
    <nav class="bottom" aria-label="{key('message', 'menu-label')}">
      <ul>
        <xsl:call-template name="bottom-item">
          <xsl:with-param name="href" select="$site/@home"/>
          <xsl:with-param name="name" select="'home'"/>
          <xsl:with-param name="current" select="boolean(front)"/>
        </xsl:call-template>
        <xsl:if test="navigation/channel">
          <xsl:call-template name="bottom-item">
            <xsl:with-param name="href" select="'#channels'"/>
            <xsl:with-param name="name" select="'channels'"/>
          </xsl:call-template>
        </xsl:if>
        <xsl:call-template name="bottom-item">
          <xsl:with-param name="href" select="$site/@latest"/>
          <xsl:with-param name="name" select="'latest'"/>
          <xsl:with-param name="current" select="boolean(latest-page)"/>
        </xsl:call-template>
        <xsl:call-template name="bottom-item">
          <xsl:with-param name="href" select="$site/@tags"/>
          <xsl:with-param name="name" select="'tags'"/>
          <xsl:with-param name="current" select="boolean(tag-index)"/>
        </xsl:call-template>
      </ul>
    </nav>
  </xsl:template>

  <!-- The name is the message key and the icon alike. -->
  <xsl:template name="bottom-item">
    <xsl:param name="href"/>
    <xsl:param name="name"/>
    <xsl:param name="current" select="false()"/>
    <li>
      <a href="{$href}">
        <xsl:if test="$current"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <xsl:call-template name="icon"><xsl:with-param name="name" select="$name"/></xsl:call-template>
        <span><xsl:value-of select="key('message', $name)"/></span>
      </a>
    </li>
  </xsl:template>

  <xsl:template match="front" mode="main">
    <xsl:choose>
      <xsl:when test="slot/teaser or latest/teaser or block/teaser">
        <xsl:apply-templates select="slot[teaser]" mode="slot"/>
        <xsl:if test="latest/teaser">
          <section>
            <xsl:call-template name="block-head">
              <xsl:with-param name="href" select="latest/@href"/>
              <xsl:with-param name="name" select="key('message', 'latest')"/>
            </xsl:call-template>
            <xsl:call-template name="short-list"><xsl:with-param name="teasers" select="latest/teaser"/></xsl:call-template>
          </section>
        </xsl:if>
        <xsl:for-each select="block[teaser]">
          <section>
            <xsl:call-template name="block-head">
              <xsl:with-param name="href" select="channel/@href"/>
              <xsl:with-param name="name" select="channel/@name"/>
              <xsl:with-param name="lang" select="channel/@lang"/>
            </xsl:call-template>
            <xsl:call-template name="short-list"><xsl:with-param name="teasers" select="teaser"/></xsl:call-template>
          </section>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing"><xsl:with-param name="key" select="'empty-front'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="slot" mode="slot">
    <section aria-label="{@name}">
      <xsl:if test="contains(@code, 'headline')"><xsl:apply-templates select="teaser[1]" mode="lead"/></xsl:if>
      <xsl:if test="not(contains(@code, 'headline'))">
        <div class="block-head"><h2><xsl:value-of select="@name"/></h2></div>
      </xsl:if>
      <xsl:call-template name="short-list">
        <xsl:with-param name="teasers" select="teaser[position() &gt; 1 or not(contains(../@code, 'headline'))]"/>
      </xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template name="short-list">
    <xsl:param name="teasers"/>
    <xsl:if test="$teasers">
      <ul class="rows">
        <xsl:for-each select="$teasers">
          <li><xsl:apply-templates select="." mode="row"><xsl:with-param name="level" select="'h3'"/></xsl:apply-templates></li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- Small screens: no summary beside the thumb, the day is enough. -->
  <xsl:template match="teaser" mode="row">
    <xsl:param name="level" select="'h2'"/>
    <article class="story row">
      <div class="words">
        <xsl:call-template name="teaser-title"><xsl:with-param name="level" select="$level"/></xsl:call-template>
        <p class="facts">
          <xsl:if test="channel and not(channel/@code = ($page/channel-page/channel|../channel)/@code)">
            <span>
              <xsl:call-template name="lang"><xsl:with-param name="lang" select="channel/@lang"/></xsl:call-template>
              <xsl:value-of select="channel/@name"/>
            </span>
          </xsl:if>
          <xsl:apply-templates select="published" mode="short-time"/>
        </p>
      </div>
      <xsl:if test="picture"><div class="frame"><xsl:apply-templates select="picture" mode="image"/></div></xsl:if>
    </article>
  </xsl:template>
</xsl:stylesheet>
