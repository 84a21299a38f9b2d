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
    <html>
      <xsl:call-template name="html-attributes"/>
      <xsl:call-template name="head"><xsl:with-param name="sheet" select="'css/portal.css'"/></xsl:call-template>
      <body class="kind-{@kind}">
        <xsl:call-template name="skip-link"/>
        <xsl:call-template name="preview-bar"/>
        <header class="masthead">
          <div class="wrap">
            <xsl:call-template name="brand"/>
            <ul class="tools">
              <xsl:if test="$site/phone[@kind = 'hotline']">
                <li><xsl:apply-templates select="$site/phone[@kind = 'hotline'][1]"/></li>
              </xsl:if>
              <li><xsl:call-template name="elder-button"/></li>
              <xsl:if test="address/@switch"><li><xsl:call-template name="switch"/></li></xsl:if>
            </ul>
          </div>
        </header>
        <xsl:call-template name="menu"/>
        <div class="wrap">
          <xsl:apply-templates select="breadcrumb"/>
          <div>
            <xsl:variable name="rail">
              <xsl:if test="channel-page or tag-page or tag-index or latest-page or archive-page or static or hotline-page or hotline-list or hotline-case or plaza-page or plaza-list or plaza-notice or plaza-choose">
                <xsl:call-template name="rail"/>
              </xsl:if>
            </xsl:variable>
            <xsl:if test="string($rail)"><xsl:attribute name="class">page-columns</xsl:attribute></xsl:if>
            <main id="main" tabindex="-1">
              <xsl:call-template name="main"/>
            </main>
            <xsl:copy-of select="$rail"/>
          </div>
        </div>
        <xsl:call-template name="footer"/>
      </body>
    </html>
  </xsl:template>

  <!-- Beside lists and static pages. -->
  <xsl:template name="rail">
    <xsl:if test="$site/app or $site/phone[@kind = 'hotline'] or $page/links/link[@kind = 'hotline' or @kind = 'plaza']">
      <aside class="rail" aria-label="{key('message', 'rail-label')}"><xsl:call-template name="rail-boxes"/></aside>
    </xsl:if>
  </xsl:template>

  <xsl:template name="rail-boxes">
    <xsl:call-template name="hotline-box"/>
    <xsl:call-template name="plaza-box"/>
    <xsl:call-template name="app-box"/>
  </xsl:template>

  <!-- Beside an article: what to read next first. -->
  <xsl:template name="article-rail">
    <xsl:if test="related or $site/phone[@kind = 'hotline'] or $page/links/link[@kind = 'hotline']">
      <div class="rail">
        <xsl:apply-templates select="related"/>
        <xsl:call-template name="hotline-box"/>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Top channels in one line, the lists that the site always has at its end; below it the children of
       the channel we are in. Without navigation (the database is gone) only the way home. -->
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
        </ul>
        <xsl:if test="navigation">
          <ul class="lists">
            <xsl:call-template name="menu-item">
              <xsl:with-param name="href" select="$site/@latest"/>
              <xsl:with-param name="name" select="'latest'"/>
              <xsl:with-param name="current" select="latest-page"/>
            </xsl:call-template>
            <xsl:call-template name="menu-item">
              <xsl:with-param name="href" select="$site/@tags"/>
              <xsl:with-param name="name" select="'tags'"/>
              <xsl:with-param name="current" select="tag-index"/>
            </xsl:call-template>
            <xsl:if test="$site/@archive">
              <xsl:call-template name="menu-item">
                <xsl:with-param name="href" select="$site/@archive"/>
                <xsl:with-param name="name" select="'archive'"/>
                <xsl:with-param name="current" select="archive-page/year"/>
              </xsl:call-template>
            </xsl:if>
          </ul>
        </xsl:if>
      </div>
      <!-- A channel's own page shows its children below its name. -->
      <xsl:if test="$current/channel and not($page/channel-page and $current/@current = 'page')">
        <div class="submenu">
          <ul class="wrap" aria-label="{$current/@name}">
            <xsl:apply-templates select="$current/channel" mode="menu"/>
          </ul>
        </div>
      </xsl:if>
    </nav>
  </xsl:template>

  <!-- The name is a message key. -->
  <xsl:template name="menu-item">
    <xsl:param name="href"/>
    <xsl:param name="name"/>
    <!-- The page's content, where this is the page. -->
    <xsl:param name="current"/>
    <li>
      <a href="{$href}">
        <xsl:if test="$current"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <xsl:value-of select="key('message', $name)"/>
      </a>
    </li>
  </xsl:template>

  <xsl:template match="front" mode="main">
    <xsl:choose>
      <xsl:when test="slot/teaser or latest/teaser or block/teaser">
        <xsl:apply-templates select="slot[contains(@code, 'headline')][teaser]" mode="slot"/>
        <xsl:call-template name="service-box"/>
        <xsl:apply-templates select="slot[not(contains(@code, 'headline'))][teaser]" mode="slot"/>
        <xsl:variable name="blocks" select="block[teaser[not(key('placed', @id))]]"/>
        <div>
          <xsl:attribute name="class">front-columns<xsl:if test="$blocks"> with-blocks</xsl:if></xsl:attribute>
          <xsl:call-template name="front-latest"/>
          <xsl:if test="$blocks"><div class="blocks"><xsl:apply-templates select="$blocks"/></div></xsl:if>
          <div class="rail"><xsl:call-template name="rail-boxes"/></div>
        </div>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing"><xsl:with-param name="key" select="'empty-front'"/></xsl:call-template>
        <xsl:call-template name="service-box"/>
        <div class="boxes-row"><xsl:call-template name="rail-boxes"/></div>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The newest, but for those that stand above already. -->
  <xsl:template name="front-latest">
    <xsl:variable name="rest" select="latest/teaser[not(key('placed', @id))]"/>
    <xsl:if test="$rest">
      <section class="latest">
        <xsl:call-template name="block-head">
          <xsl:with-param name="href" select="latest/@href"/>
          <xsl:with-param name="name" select="key('message', 'latest')"/>
        </xsl:call-template>
        <ul class="briefs">
          <xsl:for-each select="$rest">
            <li><xsl:apply-templates select="." mode="brief"/></li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- A channel's block: the first story with its picture, the others as lines. A story that a slot
       shows is left out; the front page leaves out a channel that has no other. -->
  <xsl:template match="front/block">
    <xsl:variable name="teasers" select="teaser[not(key('placed', @id))]"/>
    <section class="block">
      <xsl:call-template name="block-head">
        <xsl:with-param name="href" select="channel/@href"/>
        <xsl:with-param name="name" select="channel/@name"/>
        <xsl:with-param name="lang" select="channel/@lang"/>
      </xsl:call-template>
      <xsl:apply-templates select="$teasers[1]" mode="card"/>
      <xsl:if test="$teasers[2]">
        <ul class="lines">
          <xsl:for-each select="$teasers[position() &gt; 1]">
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
            <li><xsl:apply-templates select="." mode="row"><xsl:with-param name="small" select="'yes'"/></xsl:apply-templates></li>
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
