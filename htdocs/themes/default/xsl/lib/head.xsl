<?xml version="1.0" encoding="UTF-8"?>
<!--
  head.xsl - everything in <head>: title, addresses for search engines, shared links, style sheets.
  A theme that only changes colours adds an asset css/theme.css; it is loaded last. What only the public
  desks and their forms need is in css/desks.css, the same for both variants; other pages do not load it.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- Colour of the browser's own bars, bright and dark: as the property bar in the style sheet. -->
  <xsl:variable name="bar-color" select="'#8e1f16'"/>
  <xsl:variable name="bar-color-dark" select="'#4c1711'"/>

  <!-- Is it a page of a public desk? -->
  <xsl:variable name="desk" select="$page/form-page|$page/receipt|$page/hotline-page|$page/hotline-list|$page/hotline-case|
      $page/hotline-league|$page/plaza-page|$page/plaza-list|$page/plaza-notice|$page/plaza-choose|$page/copyright-page|$page/copyright-ledger"/>

  <xsl:template name="head">
    <!-- The style sheet of the variant. -->
    <xsl:param name="sheet"/>
    <xsl:variable name="name"><xsl:call-template name="page-name"/></xsl:variable>
    <head>
      <meta charset="UTF-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
      <title>
        <xsl:if test="$name != ''"><xsl:value-of select="$name"/><xsl:text> - </xsl:text></xsl:if>
        <xsl:value-of select="$site/@name"/>
      </title>
      <xsl:if test="$page/front and not($page/description)">
        <meta name="description">
          <xsl:attribute name="content">
            <xsl:call-template name="message"><xsl:with-param name="key" select="'front-description'"/></xsl:call-template>
          </xsl:attribute>
        </meta>
      </xsl:if>
      <xsl:if test="$desk and not($page/description)">
        <xsl:variable name="description"><xsl:call-template name="desk-description"/></xsl:variable>
        <xsl:if test="string($description)"><meta name="description" content="{$description}"/></xsl:if>
      </xsl:if>
      <xsl:if test="$page/description">
        <meta name="description" content="{normalize-space($page/description)}"/>
      </xsl:if>
      <meta name="color-scheme" content="light dark"/>
      <xsl:choose>
        <xsl:when test="$page/@mourning"><meta name="theme-color" content="#333"/></xsl:when>
        <xsl:otherwise>
          <meta name="theme-color" content="{$bar-color}" media="(prefers-color-scheme: light)"/>
          <meta name="theme-color" content="{$bar-color-dark}" media="(prefers-color-scheme: dark)"/>
        </xsl:otherwise>
      </xsl:choose>
      <meta name="format-detection" content="telephone=no"/>
      <!-- Before the style sheets, so that it waits for none of them: it sets classes on <html>
           (larger type, inside the app) before anything is painted. -->
      <xsl:for-each select="key('asset', 'js/portal.js')"><script src="{@href}"></script></xsl:for-each>
      <xsl:if test="$page/address/@noindex or $page/error"><meta name="robots" content="noindex"/></xsl:if>
      <xsl:call-template name="head-addresses"/>
      <xsl:call-template name="head-shared"><xsl:with-param name="name" select="$name"/></xsl:call-template>
      <xsl:if test="key('asset', 'favicon.svg')">
        <link rel="icon" type="image/svg+xml" href="{key('asset', 'favicon.svg')/@href}"/>
      </xsl:if>
      <xsl:for-each select="key('asset', $sheet)"><link rel="stylesheet" href="{@href}"/></xsl:for-each>
      <xsl:if test="$desk"><xsl:for-each select="key('asset', 'css/desks.css')"><link rel="stylesheet" href="{@href}"/></xsl:for-each></xsl:if>
      <xsl:for-each select="key('asset', 'css/theme.css')"><link rel="stylesheet" href="{@href}"/></xsl:for-each>
      <xsl:if test="$page/article or $page/front or $page/breadcrumb"><xsl:call-template name="json-ld"/></xsl:if>
    </head>
  </xsl:template>

  <!-- Of a page of a desk: what stands below its heading, or what a citizen wrote for everybody. -->
  <xsl:template name="desk-description">
    <xsl:choose>
      <xsl:when test="$page/hotline-case/text"><xsl:value-of select="substring(normalize-space($page/hotline-case/text), 1, 120)"/></xsl:when>
      <xsl:when test="$page/hotline-page|$page/hotline-list|$page/hotline-league|$page/hotline-case"><xsl:value-of select="key('message', 'hotline-intro')"/></xsl:when>
      <xsl:when test="$page/plaza-page|$page/plaza-list|$page/plaza-notice|$page/plaza-choose"><xsl:value-of select="key('message', 'plaza-intro')"/></xsl:when>
      <xsl:when test="$page/copyright-page"><xsl:value-of select="key('message', 'copyright-intro')"/></xsl:when>
      <xsl:when test="$page/copyright-ledger"><xsl:value-of select="key('message', 'ledger-intro')"/></xsl:when>
      <xsl:when test="$page/form-page"><xsl:value-of select="key('message', concat('form-', $page/form-page/@name, '-intro'))"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="head-addresses">
    <xsl:if test="$page/address/@canonical"><link rel="canonical" href="{$page/address/@canonical}"/></xsl:if>
    <xsl:if test="not($mobile)">
      <xsl:if test="$page/address/@alternate">
        <link rel="alternate" media="only screen and (max-width: 640px)" href="{$page/address/@alternate}"/>
        <meta name="mobile-agent" content="format=html5; url={$page/address/@alternate}"/>
      </xsl:if>
      <xsl:if test="$page/article/translation and $page/address/@canonical">
        <link rel="alternate" hreflang="{$page/article/@lang}" href="{$page/address/@canonical}"/>
        <xsl:for-each select="$page/article/translation">
          <link rel="alternate" hreflang="{@lang}">
            <xsl:attribute name="href">
              <xsl:call-template name="absolute"><xsl:with-param name="href" select="@href"/></xsl:call-template>
            </xsl:attribute>
          </link>
        </xsl:for-each>
        <!-- For readers of none of these languages: the story in the portal's own. -->
        <link rel="alternate" hreflang="x-default">
          <xsl:attribute name="href">
            <xsl:choose>
              <xsl:when test="$page/article/@lang != $site/@lang and $page/article/translation[@lang = $site/@lang]">
                <xsl:call-template name="absolute">
                  <xsl:with-param name="href" select="$page/article/translation[@lang = $site/@lang]/@href"/>
                </xsl:call-template>
              </xsl:when>
              <xsl:otherwise><xsl:value-of select="$page/address/@canonical"/></xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </link>
      </xsl:if>
    </xsl:if>
    <xsl:if test="$page/address/@alternate">
      <meta name="applicable-device">
        <xsl:attribute name="content"><xsl:choose><xsl:when test="$mobile">mobile</xsl:when><xsl:otherwise>pc</xsl:otherwise></xsl:choose></xsl:attribute>
      </meta>
    </xsl:if>
    <xsl:for-each select="$page/*/@feed">
      <link rel="alternate" type="application/atom+xml" title="{$site/@name} · {key('message', 'plaza')}" href="{.}"/>
    </xsl:for-each>
    <xsl:for-each select="$page/*/list/pager|$page/plaza-list/notices/pager">
      <xsl:if test="newer"><link rel="prev" href="{newer/@href}"/></xsl:if>
      <xsl:if test="older"><link rel="next" href="{older/@href}"/></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- Open Graph: what a link to this page looks like where it is shared. -->
  <xsl:template name="head-shared">
    <xsl:param name="name"/>
    <xsl:if test="$page/address/@canonical">
      <meta property="og:site_name" content="{$site/@name}"/>
      <meta property="og:url" content="{$page/address/@canonical}"/>
      <meta property="og:title">
        <xsl:attribute name="content">
          <xsl:choose>
            <xsl:when test="$name != ''"><xsl:value-of select="$name"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="$site/@name"/></xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </meta>
      <xsl:if test="$page/description">
        <meta property="og:description" content="{normalize-space($page/description)}"/>
      </xsl:if>
      <meta property="og:locale">
        <xsl:attribute name="content">
          <xsl:choose>
            <xsl:when test="starts-with($page/@lang, 'zh')">zh_CN</xsl:when>
            <xsl:when test="starts-with($page/@lang, 'ko')">ko_KR</xsl:when>
            <xsl:otherwise><xsl:value-of select="translate($page/@lang, '-', '_')"/></xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </meta>
      <xsl:for-each select="$page/article/picture">
        <meta property="og:image">
          <xsl:attribute name="content">
            <xsl:call-template name="absolute"><xsl:with-param name="href" select="@src"/></xsl:call-template>
          </xsl:attribute>
        </meta>
        <xsl:if test="@alt != ''"><meta property="og:image:alt" content="{@alt}"/></xsl:if>
        <meta name="twitter:card" content="summary_large_image"/>
      </xsl:for-each>
      <xsl:choose>
        <xsl:when test="$page/article">
          <meta property="og:type" content="article"/>
          <meta property="article:published_time" content="{$page/article/published/@datetime}"/>
          <xsl:if test="$page/article/updated">
            <meta property="article:modified_time" content="{$page/article/updated/@datetime}"/>
          </xsl:if>
          <meta property="article:section" content="{$page/article/channel/@name}"/>
          <xsl:for-each select="$page/article/tags/tag"><meta property="article:tag" content="{.}"/></xsl:for-each>
        </xsl:when>
        <xsl:otherwise><meta property="og:type" content="website"/></xsl:otherwise>
      </xsl:choose>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
