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
        <xsl:for-each select="item">
          <li><a href="{@href}"><xsl:value-of select="."/></a></li>
        </xsl:for-each>
        <li aria-current="page">
          <xsl:call-template name="lang">
            <xsl:with-param name="lang" select="($page/article|$page/static|$page/channel-page/channel)/@lang"/>
          </xsl:call-template>
          <xsl:choose>
            <xsl:when test="$page/tag-page"><xsl:value-of select="$page/tag-page/@name"/></xsl:when>
            <xsl:otherwise><xsl:call-template name="page-name"/></xsl:otherwise>
          </xsl:choose>
        </li>
      </ol>
    </nav>
  </xsl:template>
</xsl:stylesheet>
