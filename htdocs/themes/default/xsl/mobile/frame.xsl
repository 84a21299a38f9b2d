<?xml version="1.0" encoding="UTF-8"?>
<!--
  frame.xsl - what stands around the content on a phone: the strip of top channels under the header,
  the boxes after the content (hotline, plaza, app), the foot with the friendly sites folded.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- Top channels only, in one line that scrolls sideways and stays in view; the whole tree is in the
       sheet of the bottom bar. The current one sticks to the edge instead of scrolling away. -->
  <xsl:template name="strip">
    <xsl:if test="navigation/channel">
      <nav class="strip" aria-label="{key('message', 'channels')}">
        <ul><xsl:apply-templates select="navigation/channel" mode="menu"/></ul>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- After the content of every page; the boxes themselves are in lib/boxes.xsl. Links to the app that
       editors keep stand in where NewsPortalApp says nothing. -->
  <xsl:template name="boxes">
    <div class="boxes">
      <xsl:call-template name="hotline-box"/>
      <xsl:call-template name="plaza-box"/>
      <xsl:call-template name="app-box"/>
      <xsl:if test="not($site/app) and $page/links/link[@kind = 'app']">
        <section class="box app" aria-labelledby="links-app">
          <h2 id="links-app"><xsl:value-of select="key('message', 'links-app')"/></h2>
          <xsl:call-template name="box-links"><xsl:with-param name="links" select="$page/links/link[@kind = 'app']"/></xsl:call-template>
        </section>
      </xsl:if>
    </div>
  </xsl:template>

  <xsl:template name="footer">
    <xsl:variable name="friends" select="$page/links/link[@kind = 'friend']"/>
    <footer class="footer">
      <xsl:if test="$friends">
        <details class="fold">
          <summary><xsl:value-of select="key('message', 'links-friend')"/></summary>
          <xsl:call-template name="box-links"><xsl:with-param name="links" select="$friends"/></xsl:call-template>
        </details>
      </xsl:if>
      <xsl:if test="$page/links/link[@kind = 'footer'] or $page/address/@switch or $site/@hotline or $site/@plaza or $site/@copyright">
        <ul class="footer-links">
          <xsl:if test="$site/@hotline">
            <li><a href="{$site/@hotline}"><xsl:value-of select="key('message', 'hotline')"/></a></li>
          </xsl:if>
          <xsl:if test="$site/@plaza">
            <li><a href="{$site/@plaza}"><xsl:value-of select="key('message', 'plaza')"/></a></li>
          </xsl:if>
          <xsl:if test="$site/@copyright">
            <li><a href="{$site/@copyright}"><xsl:value-of select="key('message', 'copyright')"/></a></li>
          </xsl:if>
          <xsl:for-each select="$page/links/link[@kind = 'footer']">
            <li><a href="{@href}"><xsl:value-of select="."/></a></li>
          </xsl:for-each>
          <xsl:if test="$page/address/@switch"><li><xsl:call-template name="switch"/></li></xsl:if>
        </ul>
      </xsl:if>
      <!-- The hotline has its box; on error pages it has not. -->
      <xsl:for-each select="$site/phone[@kind = 'notice' or $page/error]">
        <p><xsl:apply-templates select="."/></p>
      </xsl:for-each>
      <p class="footer-name">
        <xsl:call-template name="lang"><xsl:with-param name="lang" select="$site/@lang"/></xsl:call-template>
        <xsl:value-of select="$site/@name"/>
      </p>
      <!-- For paper: where this page can be found. -->
      <xsl:if test="$page/address/@canonical">
        <p class="print-only"><xsl:value-of select="$page/address/@canonical"/></p>
      </xsl:if>
    </footer>
  </xsl:template>
</xsl:stylesheet>
