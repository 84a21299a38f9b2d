<?xml version="1.0" encoding="UTF-8"?>
<!--
  bottom.xsl - the bar at the bottom: front page, channels, newest, hotline, more. Channels and more are
  <details>: they open upwards as a sheet, without a script; touching anything outside closes it (the
  summary's ::before lies over the page). They share a name, so only one is open.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template name="bottom">
    <nav class="bottom" aria-label="{key('message', 'menu-label')}">
      <ul class="of-{3 + boolean(navigation/channel) + boolean($site/phone[@kind = 'hotline'])}">
        <xsl:call-template name="bottom-item">
          <xsl:with-param name="href" select="$site/@home"/>
          <xsl:with-param name="name" select="'home'"/>
          <xsl:with-param name="current" select="boolean(front)"/>
        </xsl:call-template>
        <xsl:if test="navigation/channel">
          <li>
            <details name="sheet">
              <xsl:call-template name="bottom-summary">
                <xsl:with-param name="name" select="'channels'"/>
                <xsl:with-param name="current" select="boolean(channel-page)"/>
              </xsl:call-template>
              <ul class="sheet tree"><xsl:apply-templates select="navigation/channel" mode="tree"/></ul>
            </details>
          </li>
        </xsl:if>
        <xsl:call-template name="bottom-item">
          <xsl:with-param name="href" select="$site/@latest"/>
          <xsl:with-param name="name" select="'latest'"/>
          <xsl:with-param name="current" select="boolean(latest-page)"/>
        </xsl:call-template>
        <xsl:for-each select="$site/phone[@kind = 'hotline'][1]">
          <li>
            <a class="tab tel" href="{@tel}">
              <xsl:call-template name="icon"><xsl:with-param name="name" select="'call'"/></xsl:call-template>
              <span><xsl:value-of select="key('message', 'mobile-hotline')"/></span>
            </a>
          </li>
        </xsl:for-each>
        <li>
          <details name="sheet">
            <xsl:call-template name="bottom-summary">
              <xsl:with-param name="name" select="'more'"/>
              <xsl:with-param name="text" select="key('message', 'mobile-more')"/>
              <xsl:with-param name="current" select="boolean(tag-index|archive-page|hotline-page|plaza-page)"/>
            </xsl:call-template>
            <ul class="sheet box-links">
              <xsl:call-template name="more-item">
                <xsl:with-param name="href" select="$site/@tags"/>
                <xsl:with-param name="name" select="'tags'"/>
                <xsl:with-param name="current" select="boolean(tag-index)"/>
              </xsl:call-template>
              <xsl:if test="$site/@archive">
                <xsl:call-template name="more-item">
                  <xsl:with-param name="href" select="$site/@archive"/>
                  <xsl:with-param name="name" select="'archive'"/>
                  <xsl:with-param name="current" select="boolean(archive-page)"/>
                </xsl:call-template>
              </xsl:if>
              <xsl:if test="$site/@hotline">
                <xsl:call-template name="more-item">
                  <xsl:with-param name="href" select="$site/@hotline"/>
                  <xsl:with-param name="name" select="'hotline'"/>
                  <xsl:with-param name="current" select="boolean(hotline-page)"/>
                </xsl:call-template>
              </xsl:if>
              <xsl:if test="$site/@plaza">
                <xsl:call-template name="more-item">
                  <xsl:with-param name="href" select="$site/@plaza"/>
                  <xsl:with-param name="name" select="'plaza'"/>
                  <xsl:with-param name="current" select="boolean(plaza-page)"/>
                </xsl:call-template>
              </xsl:if>
              <xsl:for-each select="links/link[@kind = 'service']">
                <li><a href="{@href}"><xsl:value-of select="."/></a></li>
              </xsl:for-each>
              <xsl:if test="address/@switch"><li><xsl:call-template name="switch"/></li></xsl:if>
            </ul>
          </details>
        </li>
      </ul>
    </nav>
  </xsl:template>

  <!-- The name is the message key and the icon alike. -->
  <xsl:template name="bottom-item">
    <xsl:param name="href"/>
    <xsl:param name="name"/>
    <xsl:param name="current" select="false()"/>
    <li>
      <a class="tab" href="{$href}">
        <xsl:if test="$current"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <xsl:call-template name="icon"><xsl:with-param name="name" select="$name"/></xsl:call-template>
        <span><xsl:value-of select="key('message', $name)"/></span>
      </a>
    </li>
  </xsl:template>

  <xsl:template name="bottom-summary">
    <xsl:param name="name"/>
    <xsl:param name="text" select="key('message', $name)"/>
    <!-- This page is one of those that the sheet leads to. -->
    <xsl:param name="current" select="false()"/>
    <summary>
      <xsl:attribute name="class">tab<xsl:if test="$current"> within</xsl:if></xsl:attribute>
      <xsl:call-template name="icon"><xsl:with-param name="name" select="$name"/></xsl:call-template>
      <span><xsl:value-of select="$text"/></span>
    </summary>
  </xsl:template>

  <xsl:template name="more-item">
    <xsl:param name="href"/>
    <xsl:param name="name"/>
    <xsl:param name="current" select="false()"/>
    <li>
      <a href="{$href}">
        <xsl:if test="$current"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <xsl:value-of select="key('message', $name)"/>
      </a>
    </li>
  </xsl:template>

  <!-- A channel with everything below it. -->
  <xsl:template match="channel" mode="tree">
    <li>
      <a href="{@href}">
        <xsl:call-template name="lang"/>
        <xsl:if test="@current = 'page'"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <xsl:value-of select="@name"/>
      </a>
      <xsl:if test="channel"><ul><xsl:apply-templates select="channel" mode="tree"/></ul></xsl:if>
    </li>
  </xsl:template>
  <xsl:template match="text()" mode="tree"/>
</xsl:stylesheet>
