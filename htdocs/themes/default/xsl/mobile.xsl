<?xml version="1.0" encoding="UTF-8"?>
<!--
  mobile.xsl - entry sheet of the mobile variant, a template of its own and not the desktop's made
  narrow: one column, content first, the ways through the portal at the bottom where the thumb is.
  Everything works without a script. Its parts, by what they show:

    mobile/frame.xsl    header, strip of channels, foot, boxes after the content
    mobile/bottom.xsl   the bar at the bottom with its two sheets
    mobile/front.xsl    the front page and its lists, shorter than the desktop's
    mobile/pages.xsl    channels: those below or beside this one

  What is not said there comes from lib/, which both variants share.
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
  <xsl:import href="mobile/frame.xsl"/>
  <xsl:import href="mobile/bottom.xsl"/>
  <xsl:import href="mobile/front.xsl"/>
  <xsl:import href="mobile/pages.xsl"/>
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

  <xsl:template match="/page">
    <html>
      <xsl:call-template name="html-attributes"/>
      <xsl:call-template name="head"><xsl:with-param name="sheet" select="'css/mobile.css'"/></xsl:call-template>
      <body class="kind-{@kind}">
        <xsl:call-template name="skip-link"/>
        <xsl:call-template name="preview-bar"/>
        <header class="masthead">
          <xsl:call-template name="brand"/>
          <xsl:call-template name="elder-button"/>
        </header>
        <xsl:call-template name="strip"/>
        <xsl:apply-templates select="breadcrumb"/>
        <main id="main" tabindex="-1">
          <xsl:call-template name="main"/>
        </main>
        <!-- Nothing leads away from a form, as on a desk. -->
        <xsl:if test="not(error or form-page or receipt)"><xsl:call-template name="boxes"/></xsl:if>
        <xsl:call-template name="footer"/>
        <xsl:call-template name="bottom"/>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
