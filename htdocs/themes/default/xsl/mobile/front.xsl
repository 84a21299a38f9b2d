<?xml version="1.0" encoding="UTF-8"?>
<!--
  front.xsl - the front page of a phone: the lead, important services, then the newest; picture stories
  as a shelf that scrolls sideways; of each channel one story with its picture and few titles.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="front" mode="main">
    <xsl:choose>
      <xsl:when test="slot/teaser or latest/teaser or block/teaser">
        <xsl:apply-templates select="slot[teaser][contains(@code, 'headline')]" mode="slot"/>
        <xsl:call-template name="service-box"/>
        <!-- What was placed by hand is not said again. -->
        <xsl:variable name="newest" select="latest/teaser[not(key('placed', @id))]"/>
        <xsl:if test="$newest">
          <section>
            <xsl:call-template name="block-head">
              <xsl:with-param name="href" select="latest/@href"/>
              <xsl:with-param name="name" select="key('message', 'latest')"/>
            </xsl:call-template>
            <xsl:call-template name="line-list"><xsl:with-param name="teasers" select="$newest[position() &lt;= 10]"/></xsl:call-template>
          </section>
        </xsl:if>
        <xsl:apply-templates select="slot[teaser][not(contains(@code, 'headline'))]" mode="slot"/>
        <xsl:for-each select="block[teaser[not(key('placed', @id))]]">
          <section>
            <xsl:call-template name="block-head">
              <xsl:with-param name="href" select="channel/@href"/>
              <xsl:with-param name="name" select="channel/@name"/>
              <xsl:with-param name="lang" select="channel/@lang"/>
            </xsl:call-template>
            <xsl:apply-templates select="." mode="block"/>
          </section>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="service-box"/>
        <xsl:call-template name="nothing"><xsl:with-param name="key" select="'empty-front'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The first story of a headline slot is the lead. A slot of three or more pictures is a shelf. -->
  <xsl:template match="slot" mode="slot">
    <section aria-label="{@name}">
      <xsl:choose>
        <xsl:when test="contains(@code, 'headline')">
          <xsl:apply-templates select="teaser[1]" mode="lead"/>
          <xsl:call-template name="row-list"><xsl:with-param name="teasers" select="teaser[position() &gt; 1]"/></xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <div class="block-head"><h2><xsl:value-of select="@name"/></h2></div>
          <xsl:choose>
            <xsl:when test="count(teaser[picture]) &gt; 2 and not(teaser[not(picture)])">
              <ul class="shelf">
                <xsl:for-each select="teaser"><li><xsl:apply-templates select="." mode="card"/></li></xsl:for-each>
              </ul>
            </xsl:when>
            <xsl:otherwise>
              <xsl:call-template name="row-list"><xsl:with-param name="teasers" select="teaser"/></xsl:call-template>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:otherwise>
      </xsl:choose>
    </section>
  </xsl:template>

  <!-- The newest story that has a picture shows it; the others are titles. -->
  <xsl:template match="text()" mode="block"/>
  <xsl:template match="block" mode="block">
    <xsl:variable name="shown" select="teaser[not(key('placed', @id))][position() &lt;= 5]"/>
    <xsl:choose>
      <xsl:when test="$shown[1]/picture">
        <xsl:call-template name="row-list"><xsl:with-param name="teasers" select="$shown[1]"/></xsl:call-template>
        <xsl:call-template name="line-list"><xsl:with-param name="teasers" select="$shown[position() &gt; 1]"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="line-list"><xsl:with-param name="teasers" select="$shown"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="row-list">
    <xsl:param name="teasers"/>
    <xsl:if test="$teasers">
      <ul class="rows">
        <xsl:for-each select="$teasers">
          <li><xsl:apply-templates select="." mode="row"><xsl:with-param name="level" select="'h3'"/></xsl:apply-templates></li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <xsl:template name="line-list">
    <xsl:param name="teasers"/>
    <xsl:if test="$teasers">
      <ul class="lines">
        <xsl:for-each select="$teasers"><li><xsl:apply-templates select="." mode="line"/></li></xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- Small screens: no summary beside the thumb, the day is enough. -->
  <xsl:template match="teaser" mode="row">
    <xsl:param name="level" select="'h2'"/>
    <article class="story row">
      <div class="words">
        <xsl:call-template name="teaser-title"><xsl:with-param name="level" select="$level"/></xsl:call-template>
        <xsl:call-template name="teaser-short-facts"/>
      </div>
      <xsl:if test="picture"><div class="frame"><xsl:apply-templates select="picture" mode="image"/></div></xsl:if>
    </article>
  </xsl:template>

  <!-- A word and no link: the whole story is one target, and a small one in it would be missed. -->
  <xsl:template name="teaser-channel">
    <xsl:if test="channel and not(channel/@code = ($page/channel-page/channel|../channel)/@code)">
      <span>
        <xsl:call-template name="lang"><xsl:with-param name="lang" select="channel/@lang"/></xsl:call-template>
        <xsl:value-of select="channel/@name"/>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:template match="teaser" mode="card">
    <article class="story card">
      <div class="frame"><xsl:apply-templates select="picture" mode="image"/></div>
      <xsl:call-template name="teaser-title"/>
    </article>
  </xsl:template>
</xsl:stylesheet>
