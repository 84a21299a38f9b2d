<?xml version="1.0" encoding="UTF-8"?>
<!--
  cards.xsl - a story in a list or slot, in five sizes: lead (the big one), card (picture above the
  title), row (list pages; small beside other things), brief (no picture), line (title and day). One
  link a story: the title's, stretched over the whole card by the style sheet.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="teaser" mode="lead">
    <article>
      <xsl:attribute name="class">story lead<xsl:if test="not(picture)"> bare</xsl:if><xsl:if test="string-length(title) &gt; 36"> long</xsl:if></xsl:attribute>
      <xsl:if test="picture">
        <div class="frame large">
          <xsl:apply-templates select="picture" mode="image"><xsl:with-param name="first" select="'yes'"/></xsl:apply-templates>
        </div>
      </xsl:if>
      <div class="words">
        <xsl:call-template name="teaser-title"><xsl:with-param name="level" select="'h2'"/></xsl:call-template>
        <xsl:call-template name="teaser-summary"/>
        <xsl:call-template name="teaser-facts"/>
      </div>
    </article>
  </xsl:template>

  <xsl:template match="teaser" mode="card">
    <article>
      <xsl:attribute name="class">story card<xsl:if test="not(picture)"> bare</xsl:if></xsl:attribute>
      <xsl:if test="picture">
        <div class="frame"><xsl:apply-templates select="picture" mode="image"/></div>
      </xsl:if>
      <xsl:call-template name="teaser-title"/>
      <xsl:if test="not(picture)"><xsl:call-template name="teaser-summary"/></xsl:if>
    </article>
  </xsl:template>

  <xsl:template match="teaser" mode="row">
    <xsl:param name="level" select="'h2'"/>
    <!-- yes: beside or below something bigger, so without summary and source. -->
    <xsl:param name="small" select="'no'"/>
    <article>
      <xsl:attribute name="class">story row<xsl:if test="$small = 'yes'"> small</xsl:if></xsl:attribute>
      <div class="words">
        <xsl:call-template name="teaser-title"><xsl:with-param name="level" select="$level"/></xsl:call-template>
        <xsl:choose>
          <xsl:when test="$small = 'yes'"><xsl:call-template name="teaser-short-facts"/></xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="teaser-summary"/>
            <xsl:call-template name="teaser-facts"/>
          </xsl:otherwise>
        </xsl:choose>
      </div>
      <xsl:if test="picture">
        <div class="frame"><xsl:apply-templates select="picture" mode="image"/></div>
      </xsl:if>
    </article>
  </xsl:template>

  <xsl:template match="teaser" mode="brief">
    <article class="story brief">
      <xsl:call-template name="teaser-title"/>
      <p class="facts">
        <xsl:call-template name="teaser-channel"/>
        <xsl:apply-templates select="published" mode="fresh-time"/>
      </p>
    </article>
  </xsl:template>

  <xsl:template match="teaser" mode="line">
    <article class="story line">
      <xsl:call-template name="teaser-title"/>
      <xsl:apply-templates select="published" mode="short-time"/>
    </article>
  </xsl:template>

  <xsl:template name="teaser-title">
    <xsl:param name="level" select="'h3'"/>
    <xsl:element name="{$level}">
      <a href="{@href}"><xsl:call-template name="lang"/><xsl:value-of select="title"/></a>
    </xsl:element>
  </xsl:template>

  <xsl:template name="teaser-summary">
    <xsl:if test="summary">
      <p class="summary"><xsl:call-template name="lang"/><xsl:value-of select="summary"/></p>
    </xsl:if>
  </xsl:template>

  <!-- Channel, source, time. The channel is not said again on its own page. -->
  <xsl:template name="teaser-facts">
    <p class="facts">
      <xsl:call-template name="teaser-channel"/>
      <xsl:if test="source"><span><xsl:value-of select="source"/></span></xsl:if>
      <xsl:apply-templates select="published" mode="time"/>
    </p>
  </xsl:template>

  <xsl:template name="teaser-short-facts">
    <p class="facts">
      <xsl:call-template name="teaser-channel"/>
      <xsl:apply-templates select="published" mode="short-time"/>
    </p>
  </xsl:template>

  <xsl:template name="teaser-channel">
    <xsl:if test="channel and not(channel/@code = $page/channel-page/channel/@code)">
      <a href="{channel/@href}">
        <xsl:call-template name="lang"><xsl:with-param name="lang" select="channel/@lang"/></xsl:call-template>
        <xsl:value-of select="channel/@name"/>
      </a>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
