<?xml version="1.0" encoding="UTF-8"?>
<!--
  boxes.xsl - what a portal offers besides stories, each in a box that is absent when there is nothing
  to say: the hotline, the information plaza, the most important links, the portal's app.
  Imported by pages.xsl; where the boxes stand is the entry sheet's choice.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- The number to call, the way to the desk, and the links that editors keep for it. -->
  <xsl:template name="hotline-box">
    <xsl:variable name="phone" select="$site/phone[@kind = 'hotline'][1]"/>
    <xsl:variable name="links" select="$page/links/link[@kind = 'hotline']"/>
    <xsl:if test="$phone or $links">
      <section class="box hotline" aria-labelledby="box-hotline">
        <h2 id="box-hotline"><xsl:value-of select="key('message', 'phone-hotline')"/></h2>
        <p><xsl:value-of select="key('message', 'hotline-text')"/></p>
        <xsl:if test="$phone">
          <p class="number">
            <a href="{$phone/@tel}">
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'call'"/></xsl:call-template>
              <xsl:value-of select="$phone"/>
            </a>
          </p>
        </xsl:if>
        <xsl:if test="$site/@hotline and not($page/hotline-page)">
          <p class="way"><a class="button" href="{$site/@hotline}"><xsl:value-of select="key('message', 'hotline-desk')"/></a></p>
        </xsl:if>
        <xsl:call-template name="box-links"><xsl:with-param name="links" select="$links"/></xsl:call-template>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- Notices, jobs, markets: the links of the information plaza. -->
  <xsl:template name="plaza-box">
    <xsl:variable name="links" select="$page/links/link[@kind = 'plaza']"/>
    <xsl:if test="$links">
      <section class="box plaza" aria-labelledby="box-plaza">
        <h2 id="box-plaza">
          <xsl:choose>
            <xsl:when test="$site/@plaza"><a href="{$site/@plaza}"><xsl:value-of select="key('message', 'links-plaza')"/></a></xsl:when>
            <xsl:otherwise><xsl:value-of select="key('message', 'links-plaza')"/></xsl:otherwise>
          </xsl:choose>
        </h2>
        <xsl:call-template name="box-links"><xsl:with-param name="links" select="$links"/></xsl:call-template>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The ways that people come for: one strip. -->
  <xsl:template name="service-box">
    <xsl:variable name="links" select="$page/links/link[@kind = 'service']"/>
    <xsl:if test="$links">
      <nav class="services" aria-labelledby="box-service">
        <h2 id="box-service"><xsl:value-of select="key('message', 'links-service')"/></h2>
        <xsl:call-template name="box-links"><xsl:with-param name="links" select="$links"/></xsl:call-template>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- Class app: hidden by the script where the browser is the app itself. -->
  <xsl:template name="app-box">
    <xsl:for-each select="$site/app">
      <section class="box app" aria-labelledby="box-app">
        <xsl:if test="@icon"><img src="{@icon}" alt="" width="56" height="56" loading="lazy"/></xsl:if>
        <h2 id="box-app"><xsl:value-of select="@name"/></h2>
        <p><xsl:value-of select="key('message', 'app-text')"/></p>
        <ul class="stores">
          <xsl:for-each select="store">
            <li><a class="button" href="{@href}"><xsl:value-of select="key('message', concat('store-', @kind))"/></a></li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="box-links">
    <xsl:param name="links"/>
    <xsl:if test="$links">
      <ul class="box-links">
        <xsl:for-each select="$links">
          <li><a href="{@href}"><xsl:value-of select="."/></a></li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
