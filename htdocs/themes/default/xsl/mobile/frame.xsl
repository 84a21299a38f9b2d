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

  <xsl:template name="boxes">
    <xsl:variable name="hotline" select="$site/phone[@kind = 'hotline']"/>
    <xsl:variable name="links" select="$page/links/link"/>
    <xsl:if test="$hotline or $links[@kind = 'hotline' or @kind = 'plaza' or @kind = 'app'] or $site/app">
      <div class="boxes">
        <xsl:if test="$hotline or $links[@kind = 'hotline']">
          <section class="box hotline" aria-labelledby="box-hotline">
            <h2 id="box-hotline"><xsl:value-of select="key('message', 'phone-hotline')"/></h2>
            <xsl:for-each select="$hotline">
              <a class="dial" href="{@tel}">
                <xsl:call-template name="icon"><xsl:with-param name="name" select="'call'"/></xsl:call-template>
                <b><xsl:value-of select="."/></b>
                <span><xsl:value-of select="key('message', 'mobile-call')"/></span>
              </a>
            </xsl:for-each>
            <xsl:call-template name="ways"><xsl:with-param name="links" select="$links[@kind = 'hotline']"/></xsl:call-template>
          </section>
        </xsl:if>
        <xsl:if test="$links[@kind = 'plaza']">
          <section class="box" aria-labelledby="box-plaza">
            <h2 id="box-plaza"><xsl:value-of select="key('message', 'mobile-plaza')"/></h2>
            <xsl:call-template name="ways"><xsl:with-param name="links" select="$links[@kind = 'plaza']"/></xsl:call-template>
          </section>
        </xsl:if>
        <xsl:call-template name="app-box"/>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Links with a target as large as a thumb, two in a row. -->
  <xsl:template name="ways">
    <xsl:param name="links"/>
    <xsl:if test="$links">
      <ul class="ways">
        <xsl:for-each select="$links"><li><a href="{@href}"><xsl:value-of select="."/></a></li></xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <xsl:template name="app-box">
    <xsl:variable name="links" select="$page/links/link[@kind = 'app']"/>
    <xsl:if test="$site/app or $links">
      <section class="box app" aria-labelledby="box-app">
        <h2 id="box-app">
          <xsl:choose>
            <xsl:when test="$site/app"><xsl:value-of select="$site/app/@name"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="key('message', 'links-app')"/></xsl:otherwise>
          </xsl:choose>
        </h2>
        <xsl:call-template name="ways"><xsl:with-param name="links" select="$links"/></xsl:call-template>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="footer">
    <xsl:variable name="friends" select="$page/links/link[@kind = 'friend']"/>
    <footer class="footer">
      <xsl:if test="$friends">
        <details class="fold">
          <summary><xsl:value-of select="key('message', 'links-friend')"/></summary>
          <xsl:call-template name="ways"><xsl:with-param name="links" select="$friends"/></xsl:call-template>
        </details>
      </xsl:if>
      <xsl:if test="$page/links/link[@kind = 'footer'] or $page/address/@switch">
        <ul class="footer-links">
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
