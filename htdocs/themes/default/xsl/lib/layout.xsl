<?xml version="1.0" encoding="UTF-8"?>
<!--
  layout.xsl - parts of the frame that both variants share: attributes of <html>, brand, channel menu,
  the switch between desktop and mobile, the button for larger type, telephone numbers, footer. Where
  they stand is the entry sheet's choice.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- First thing inside <html>: its language, whether the portal mourns (without colour), and the
       app's token for the script. -->
  <xsl:template name="html-attributes">
    <xsl:attribute name="lang"><xsl:value-of select="$page/@lang"/></xsl:attribute>
    <xsl:if test="$page/@mourning"><xsl:attribute name="class">mourning</xsl:attribute></xsl:if>
    <xsl:if test="$site/app/@token">
      <xsl:attribute name="data-app"><xsl:value-of select="$site/app/@token"/></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- Larger type and stronger contrast. It needs the script, so the script shows it. -->
  <xsl:template name="elder-button">
    <xsl:if test="key('asset', 'js/portal.js')">
      <button type="button" class="elder-button" hidden="hidden" aria-pressed="false">
        <xsl:call-template name="icon"><xsl:with-param name="name" select="'type'"/></xsl:call-template>
        <xsl:value-of select="key('message', 'elder')"/>
      </button>
    </xsl:if>
  </xsl:template>

  <xsl:template name="skip-link">
    <a class="skip" href="#main"><xsl:value-of select="key('message', 'skip')"/></a>
  </xsl:template>

  <!-- Above everything, so that nobody takes a draft for the published page. -->
  <xsl:template name="preview-bar">
    <xsl:if test="$page/@preview">
      <p class="preview-bar" role="status"><xsl:value-of select="key('message', 'preview')"/></p>
    </xsl:if>
  </xsl:template>

  <!-- The portal's name; on the front page it is the heading of the page. -->
  <xsl:template name="brand">
    <xsl:choose>
      <xsl:when test="$page/front"><h1 class="brand"><xsl:call-template name="brand-link"/></h1></xsl:when>
      <xsl:otherwise><p class="brand"><xsl:call-template name="brand-link"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="brand-link">
    <a href="{$site/@home}">
      <xsl:call-template name="lang"><xsl:with-param name="lang" select="$site/@lang"/></xsl:call-template>
      <xsl:if test="$page/front"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
      <xsl:if test="key('asset', 'favicon.svg')">
        <img src="{key('asset', 'favicon.svg')/@href}" alt="" width="40" height="40"/>
      </xsl:if>
      <span><xsl:value-of select="$site/@name"/></span>
    </a>
  </xsl:template>

  <!-- One channel of the menu, without its children. -->
  <xsl:template match="channel" mode="menu">
    <li>
      <a href="{@href}">
        <xsl:call-template name="lang"/>
        <xsl:if test="@current">
          <xsl:attribute name="aria-current">
            <xsl:choose><xsl:when test="@current = 'page'">page</xsl:when><xsl:otherwise>true</xsl:otherwise></xsl:choose>
          </xsl:attribute>
        </xsl:if>
        <xsl:value-of select="@name"/>
      </a>
    </li>
  </xsl:template>

  <xsl:template name="switch">
    <xsl:param name="class" select="'switch'"/>
    <xsl:if test="$page/address/@switch">
      <a class="{$class}" href="{$page/address/@switch}">
        <xsl:call-template name="icon">
          <xsl:with-param name="name"><xsl:choose><xsl:when test="$mobile">desktop</xsl:when><xsl:otherwise>phone</xsl:otherwise></xsl:choose></xsl:with-param>
        </xsl:call-template>
        <xsl:choose>
          <xsl:when test="$mobile"><xsl:value-of select="key('message', 'switch-desktop')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="key('message', 'switch-mobile')"/></xsl:otherwise>
        </xsl:choose>
      </a>
    </xsl:if>
  </xsl:template>

  <xsl:template match="site/phone">
    <a class="phone" href="{@tel}">
      <xsl:call-template name="icon"><xsl:with-param name="name" select="'call'"/></xsl:call-template>
      <span><xsl:value-of select="key('message', concat('phone-', @kind))"/></span>
      <xsl:text> </xsl:text>
      <b><xsl:value-of select="."/></b>
    </a>
  </xsl:template>

  <xsl:template name="footer">
    <footer class="footer">
      <div class="wrap">
        <xsl:call-template name="link-list"><xsl:with-param name="kind" select="'friend'"/></xsl:call-template>
        <xsl:call-template name="link-list"><xsl:with-param name="kind" select="'app'"/></xsl:call-template>
        <div class="footer-end">
          <p class="footer-name">
            <b>
              <xsl:call-template name="lang"><xsl:with-param name="lang" select="$site/@lang"/></xsl:call-template>
              <xsl:value-of select="$site/@name"/>
            </b>
          </p>
          <xsl:if test="$site/phone">
            <p class="phones"><xsl:apply-templates select="$site/phone"/></p>
          </xsl:if>
          <xsl:if test="$page/links/link[@kind = 'footer'] or $page/address/@switch or $site/@archive or $site/@hotline or $site/@plaza or $site/@copyright">
            <ul class="footer-links">
              <xsl:if test="$site/@hotline">
                <li><a href="{$site/@hotline}"><xsl:value-of select="key('message', 'hotline')"/></a></li>
              </xsl:if>
              <xsl:if test="$site/@plaza">
                <li><a href="{$site/@plaza}"><xsl:value-of select="key('message', 'plaza')"/></a></li>
              </xsl:if>
              <xsl:if test="$site/@archive and $page/@variant = 'mobile'">
                <li><a href="{$site/@archive}"><xsl:value-of select="key('message', 'archive')"/></a></li>
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
          <!-- For paper: where this page can be found. -->
          <xsl:if test="$page/address/@canonical">
            <p class="print-only"><xsl:value-of select="$page/address/@canonical"/></p>
          </xsl:if>
        </div>
      </div>
    </footer>
  </xsl:template>

  <xsl:template name="link-list">
    <xsl:param name="kind"/>
    <xsl:variable name="links" select="$page/links/link[@kind = $kind]"/>
    <xsl:if test="$links">
      <nav aria-labelledby="links-{$kind}">
        <xsl:attribute name="class">link-list<xsl:if test="$kind = 'app'"> app</xsl:if></xsl:attribute>
        <h2 id="links-{$kind}"><xsl:value-of select="key('message', concat('links-', $kind))"/></h2>
        <ul>
          <xsl:for-each select="$links">
            <li><a href="{@href}"><xsl:value-of select="."/></a></li>
          </xsl:for-each>
        </ul>
      </nav>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
