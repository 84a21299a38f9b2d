<?xml version="1.0" encoding="UTF-8"?>
<!--
  desktop.xsl - entry sheet of the desktop variant: the frame of the page and the front page.
  Everything else is in lib/. A child theme imports this file and overrides what it wants.
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
      <xsl:call-template name="head"><xsl:with-param name="sheet" select="'css/portal.css'"/></xsl:call-template>
      <body class="kind-{@kind}">
        <xsl:call-template name="skip-link"/>
        <header class="masthead">
          <div class="wrap">
            <xsl:call-template name="brand"/>
            <ul class="tools">
              <xsl:if test="$site/phone[@kind = 'hotline']">
                <li><xsl:apply-templates select="$site/phone[@kind = 'hotline'][1]"/></li>
              </xsl:if>
              <xsl:if test="address/@switch"><li><xsl:call-template name="switch"/></li></xsl:if>
            </ul>
          </div>
        </header>
        <xsl:call-template name="menu"/>
        <div class="wrap">
          <xsl:apply-templates select="breadcrumb"/>
          <main id="main" tabindex="-1">
            <xsl:call-template name="main"/>
          </main>
        </div>
        <xsl:call-template name="footer"/>
      </body>
    </html>
  </xsl:template>

  <!-- Top channels in one line; below it the children of the one we are in. Without navigation (the
       database is gone) the lists that the site always has. -->
  <xsl:template name="menu">
    <xsl:variable name="current" select="navigation/channel[@current]"/>
    <nav class="menu" aria-label="{key('message', 'menu-label')}">
      <div class="wrap">
        <ul>
          <li>
            <a href="{$site/@home}">
              <xsl:if test="front"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
              <xsl:value-of select="key('message', 'home')"/>
            </a>
          </li>
          <xsl:apply-templates select="navigation/channel" mode="menu"/>
          <xsl:if test="navigation">
            <li class="apart">
              <a href="{$site/@latest}">
                <xsl:if test="latest-page"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
                <xsl:value-of select="key('message', 'latest')"/>
              </a>
            </li>
            <li>
              <a href="{$site/@tags}">
                <xsl:if test="tag-index"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
                <xsl:value-of select="key('message', 'tags')"/>
              </a>
            </li>
          </xsl:if>
        </ul>
        <xsl:if test="$current/channel">
          <ul class="submenu" aria-label="{$current/@name}">
            <xsl:apply-templates select="$current/channel" mode="menu"/>
          </ul>
        </xsl:if>
      </div>
    </nav>
  </xsl:template>

  <xsl:template match="front" mode="main">
    <xsl:choose>
      <xsl:when test="slot/teaser or latest/teaser or block/teaser">
        <xsl:apply-templates select="slot[teaser]" mode="slot"/>
        <div class="front-columns">
          <xsl:if test="latest/teaser">
            <section class="latest">
              <xsl:call-template name="block-head">
                <xsl:with-param name="href" select="latest/@href"/>
                <xsl:with-param name="name" select="key('message', 'latest')"/>
              </xsl:call-template>
              <ul class="rows">
                <xsl:for-each select="latest/teaser">
                  <li><xsl:apply-templates select="." mode="row"><xsl:with-param name="level" select="'h3'"/></xsl:apply-templates></li>
                </xsl:for-each>
              </ul>
            </section>
          </xsl:if>
          <xsl:if test="block/teaser">
            <div class="blocks"><xsl:apply-templates select="block[teaser]"/></div>
          </xsl:if>
        </div>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing"><xsl:with-param name="key" select="'empty-front'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A channel's block: the first story with its picture, the others as lines. -->
  <xsl:template match="front/block">
    <section class="block">
      <xsl:call-template name="block-head">
        <xsl:with-param name="href" select="channel/@href"/>
        <xsl:with-param name="name" select="channel/@name"/>
        <xsl:with-param name="lang" select="channel/@lang"/>
      </xsl:call-template>
      <xsl:apply-templates select="teaser[1]" mode="card"/>
      <xsl:if test="teaser[2]">
        <ul class="lines">
          <xsl:for-each select="teaser[position() &gt; 1]">
            <li><xsl:apply-templates select="." mode="line"/></li>
          </xsl:for-each>
        </ul>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- Slots: any code with "headline" in it leads; the others are rows of cards. -->
  <xsl:template match="slot[contains(@code, 'headline')]" mode="slot">
    <section class="headline" aria-label="{@name}">
      <xsl:apply-templates select="teaser[1]" mode="lead"/>
      <xsl:if test="teaser[2]">
        <ul class="seconds">
          <xsl:for-each select="teaser[position() &gt; 1]">
            <li><xsl:apply-templates select="." mode="row"/></li>
          </xsl:for-each>
        </ul>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template match="slot" mode="slot">
    <section class="cards">
      <div class="block-head"><h2><xsl:value-of select="@name"/></h2></div>
      <ul>
        <xsl:for-each select="teaser">
          <li><xsl:apply-templates select="." mode="card"/></li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:template>
</xsl:stylesheet>
