<?xml version="1.0" encoding="UTF-8"?>
<!--
  pages.xsl - <main> of the pages that both variants share: channel, tag, latest, static page; tag index
  and archive have files of their own. Every one has one h1 and says something when it is empty.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="boxes.xsl"/>
  <xsl:import href="tags.xsl"/>
  <xsl:import href="archive.xsl"/>
  <xsl:import href="form.xsl"/>
  <xsl:import href="hotline.xsl"/>
  <xsl:import href="copyright.xsl"/>
  <xsl:import href="plaza.xsl"/>

  <!-- What the page is about. A page kind newer than the theme gets its name and the way home. -->
  <xsl:template name="main">
    <xsl:variable name="content" select="$page/front|$page/channel-page|$page/article|$page/tag-page|
        $page/tag-index|$page/latest-page|$page/archive-page|$page/static|$page/error|
        $page/hotline-page|$page/hotline-list|$page/hotline-case|$page/hotline-league|
        $page/plaza-page|$page/plaza-list|$page/plaza-notice|$page/plaza-choose|$page/copyright-page|$page/copyright-ledger|
        $page/form-page|$page/receipt"/>
    <xsl:apply-templates select="$content" mode="main"/>
    <xsl:if test="not($content)">
      <h1><xsl:value-of select="$page/title"/></h1>
      <xsl:call-template name="nothing"><xsl:with-param name="key" select="'unknown-page'"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="channel-page" mode="main">
    <header class="page-head">
      <h1>
        <xsl:call-template name="lang"><xsl:with-param name="lang" select="channel/@lang"/></xsl:call-template>
        <xsl:value-of select="channel/@name"/>
      </h1>
      <xsl:if test="description">
        <p>
          <xsl:call-template name="lang"><xsl:with-param name="lang" select="channel/@lang"/></xsl:call-template>
          <xsl:value-of select="description"/>
        </p>
      </xsl:if>
      <xsl:if test="children">
        <ul class="children" aria-label="{key('message', 'children-label')}">
          <xsl:apply-templates select="children/channel" mode="menu"/>
        </ul>
      </xsl:if>
    </header>
    <xsl:apply-templates select="slot[teaser]" mode="slot"/>
    <xsl:apply-templates select="list"/>
  </xsl:template>

  <xsl:template match="tag-page" mode="main">
    <header class="page-head">
      <h1>
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'tags'"/></xsl:call-template>
        <xsl:value-of select="@name"/>
      </h1>
      <xsl:if test="description"><p><xsl:value-of select="description"/></p></xsl:if>
    </header>
    <xsl:apply-templates select="list"/>
  </xsl:template>

  <xsl:template match="latest-page" mode="main">
    <header class="page-head"><h1><xsl:value-of select="key('message', 'latest')"/></h1></header>
    <xsl:apply-templates select="list"/>
  </xsl:template>

  <xsl:template match="static" mode="main">
    <article class="full static">
      <header>
        <h1><xsl:call-template name="lang"/><xsl:value-of select="title"/></h1>
        <p class="facts">
          <span>
            <xsl:call-template name="label"><xsl:with-param name="key" select="'updated'"/></xsl:call-template>
            <xsl:apply-templates select="updated" mode="time"><xsl:with-param name="form" select="'date'"/></xsl:apply-templates>
          </span>
        </p>
      </header>
      <xsl:apply-templates select="body"/>
    </article>
  </xsl:template>

  <!-- A block of the front page: heading that leads on, and what is in it. -->
  <xsl:template name="block-head">
    <xsl:param name="href"/>
    <xsl:param name="name"/>
    <xsl:param name="lang" select="$page/@lang"/>
    <div class="block-head">
      <h2>
        <a href="{$href}">
          <xsl:call-template name="lang"><xsl:with-param name="lang" select="$lang"/></xsl:call-template>
          <xsl:value-of select="$name"/>
          <xsl:call-template name="icon"><xsl:with-param name="name" select="'right'"/></xsl:call-template>
        </a>
      </h2>
    </div>
  </xsl:template>
</xsl:stylesheet>
