<?xml version="1.0" encoding="UTF-8"?>
<!-- breadcrumb.xsl - the way from the front page down to this page, which comes last without a link. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="breadcrumb">
    <nav class="breadcrumb" aria-label="{key('message', 'breadcrumb-label')}">
      <ol>
        <li><a href="{$site/@home}"><xsl:value-of select="key('message', 'home')"/></a></li>
        <xsl:for-each select="hotline">
          <li><a href="{@href}"><xsl:value-of select="key('message', 'hotline')"/></a></li>
        </xsl:for-each>
        <xsl:for-each select="plaza">
          <li><a href="{@href}"><xsl:value-of select="key('message', 'plaza')"/></a></li>
        </xsl:for-each>
        <xsl:for-each select="copyright">
          <li><a href="{@href}"><xsl:value-of select="key('message', 'copyright')"/></a></li>
        </xsl:for-each>
        <!-- A form does not say whose it is; its name does. -->
        <xsl:variable name="form" select="$page/form-page/@name|$page/receipt/@name"/>
        <xsl:choose>
          <xsl:when test="hotline|plaza|copyright"/>
          <xsl:when test="starts-with($form, 'hotline') and $site/@hotline">
            <li><a href="{$site/@hotline}"><xsl:value-of select="key('message', 'hotline')"/></a></li>
          </xsl:when>
          <xsl:when test="starts-with($form, 'plaza') and $site/@plaza">
            <li><a href="{$site/@plaza}"><xsl:value-of select="key('message', 'plaza')"/></a></li>
          </xsl:when>
          <xsl:when test="starts-with($form, 'copyright') and $site/@copyright">
            <li><a href="{$site/@copyright}"><xsl:value-of select="key('message', 'copyright')"/></a></li>
          </xsl:when>
        </xsl:choose>
        <xsl:for-each select="item">
          <li><a href="{@href}"><xsl:value-of select="."/></a></li>
        </xsl:for-each>
        <li aria-current="page">
          <xsl:call-template name="lang">
            <xsl:with-param name="lang" select="($page/article|$page/static|$page/channel-page/channel)/@lang"/>
          </xsl:call-template>
          <xsl:choose>
            <xsl:when test="$page/tag-page"><xsl:value-of select="$page/tag-page/@name"/></xsl:when>
            <!-- The desk stands before it. -->
            <xsl:when test="plaza and $page/plaza-list"><xsl:value-of select="$page/title"/></xsl:when>
            <xsl:otherwise><xsl:call-template name="page-name"/></xsl:otherwise>
          </xsl:choose>
        </li>
      </ol>
    </nav>
  </xsl:template>
</xsl:stylesheet>
