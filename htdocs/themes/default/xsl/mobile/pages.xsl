<?xml version="1.0" encoding="UTF-8"?>
<!--
  pages.xsl - what a phone shows otherwise on channel pages: the channels below this one, or else those
  beside it, in a row that scrolls sideways.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="channel-page" mode="main">
    <!-- Beside a channel that has none below it: the children of the nearest channel above. -->
    <xsl:variable name="beside" select="$page/navigation//channel[@current = 'parent'][channel/@current = 'page']/channel"/>
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
      <xsl:if test="children or count($beside) &gt; 1">
        <ul class="children">
          <xsl:attribute name="aria-label">
            <xsl:choose>
              <xsl:when test="children"><xsl:value-of select="key('message', 'children-label')"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="key('message', 'channels')"/></xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <xsl:apply-templates select="children/channel|$beside[not($page/channel-page/children)]" mode="menu"/>
        </ul>
      </xsl:if>
    </header>
    <xsl:apply-templates select="slot[teaser]" mode="slot"/>
    <xsl:apply-templates select="list"/>
  </xsl:template>
</xsl:stylesheet>
