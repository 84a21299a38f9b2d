<?xml version="1.0" encoding="UTF-8"?>
<!--
  base.xsl - what every sheet leans on: messages with placeholders, lang attributes, icons, asset
  and absolute addresses, and silence for elements that nobody wrote a template for.
  Entry sheets import it first, so that every other template goes before the silent ones.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:key name="message" match="messages/message" use="@key"/>
  <xsl:key name="asset" match="theme/asset" use="@name"/>
  <!-- What a slot of this page shows, by the article's id: lists below leave it out. -->
  <xsl:key name="placed" match="slot/teaser" use="@id"/>

  <xsl:variable name="page" select="/page"/>
  <xsl:variable name="site" select="/page/site"/>
  <xsl:variable name="mobile" select="/page/@variant = 'mobile'"/>
  <!-- Scheme and host of the portal, without a slash at the end. -->
  <xsl:variable name="origin" select="concat(substring-before($site/@url, '://'), '://',
      substring-before(concat(substring-after($site/@url, '://'), '/'), '/'))"/>

  <!-- A page model newer than this theme may hold elements that it does not know. The built-in
       rules would print their text; these print nothing. -->
  <xsl:template match="*|text()"/>
  <xsl:template match="*|text()" mode="time"/>
  <xsl:template match="*|text()" mode="short-time"/>
  <xsl:template match="*|text()" mode="fresh-time"/>
  <xsl:template match="*|text()" mode="image"/>
  <xsl:template match="*|text()" mode="lead"/>
  <xsl:template match="*|text()" mode="card"/>
  <xsl:template match="*|text()" mode="row"/>
  <xsl:template match="*|text()" mode="line"/>
  <xsl:template match="*|text()" mode="brief"/>
  <xsl:template match="*|text()" mode="slot"/>
  <xsl:template match="*|text()" mode="main"/>
  <xsl:template match="*|text()" mode="menu"/>

  <!-- A message with placeholders. Without placeholders key('message', '...') is shorter. -->
  <xsl:template name="message">
    <xsl:param name="key"/>
    <xsl:param name="n"/>
    <xsl:param name="name"/>
    <xsl:call-template name="fill">
      <xsl:with-param name="text" select="string(key('message', $key))"/>
      <xsl:with-param name="n" select="$n"/>
      <xsl:with-param name="name" select="$name"/>
    </xsl:call-template>
  </xsl:template>

  <!-- From left to right, so that what is put in is not searched again. -->
  <xsl:template name="fill">
    <xsl:param name="text"/>
    <xsl:param name="n"/>
    <xsl:param name="name"/>
    <xsl:choose>
      <xsl:when test="contains($text, '{')">
        <xsl:variable name="hole" select="substring-before(substring-after($text, '{'), '}')"/>
        <xsl:value-of select="substring-before($text, '{')"/>
        <xsl:choose>
          <xsl:when test="$hole = 'site'"><xsl:value-of select="$site/@name"/></xsl:when>
          <xsl:when test="$hole = 'name'"><xsl:value-of select="$name"/></xsl:when>
          <xsl:when test="$hole = 'n'"><xsl:value-of select="$n"/></xsl:when>
        </xsl:choose>
        <xsl:call-template name="fill">
          <xsl:with-param name="text" select="substring-after(substring-after($text, '{'), '}')"/>
          <xsl:with-param name="n" select="$n"/>
          <xsl:with-param name="name" select="$name"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A label before something: a full-width colon brings its own space, other endings need one. -->
  <xsl:template name="label">
    <xsl:param name="key"/>
    <xsl:variable name="text" select="string(key('message', $key))"/>
    <xsl:value-of select="$text"/>
    <xsl:if test="substring($text, string-length($text)) != '&#xFF1A;'"><xsl:text> </xsl:text></xsl:if>
  </xsl:template>

  <!-- A lang attribute where the text is in another language than the page. -->
  <xsl:template name="lang">
    <xsl:param name="lang" select="@lang"/>
    <xsl:if test="$lang != $page/@lang">
      <xsl:attribute name="lang"><xsl:value-of select="$lang"/></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- An icon of the sprite; the text beside it says what it means. -->
  <xsl:template name="icon">
    <xsl:param name="name"/>
    <xsl:if test="key('asset', 'icons.svg')">
      <svg class="icon" width="20" height="20" aria-hidden="true">
        <use href="{key('asset', 'icons.svg')/@href}#{$name}"/>
      </svg>
    </xsl:if>
  </xsl:template>

  <!-- An address with scheme and host, for machines that read the page elsewhere. -->
  <xsl:template name="absolute">
    <xsl:param name="href"/>
    <xsl:if test="starts-with($href, '/') and not(starts-with($href, '//'))">
      <xsl:value-of select="$origin"/>
    </xsl:if>
    <xsl:value-of select="$href"/>
  </xsl:template>

  <!-- What the page is called: in <title>, in shared links, in the heading of lists. -->
  <xsl:template name="page-name">
    <xsl:choose>
      <xsl:when test="$page/error">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="concat('error-', $page/error/@reason, '-title')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$page/latest-page"><xsl:value-of select="key('message', 'latest')"/></xsl:when>
      <xsl:when test="$page/tag-index"><xsl:value-of select="key('message', 'tags')"/></xsl:when>
      <xsl:when test="$page/archive-page"><xsl:call-template name="archive-name"/></xsl:when>
      <xsl:when test="$page/tag-page">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="'tag-title'"/>
          <xsl:with-param name="name" select="$page/tag-page/@name"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$page/hotline-page"><xsl:value-of select="key('message', 'hotline')"/></xsl:when>
      <xsl:when test="$page/hotline-list/query">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="'hotline-found'"/>
          <xsl:with-param name="name" select="$page/hotline-list/query"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$page/hotline-list/@short"><xsl:value-of select="key('message', 'hotline-search')"/></xsl:when>
      <xsl:when test="$page/hotline-list/@state">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="'hotline-of'"/>
          <xsl:with-param name="name" select="key('message', concat('phase-', $page/hotline-list/@state))"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$page/hotline-list and not($page/title)"><xsl:value-of select="key('message', 'hotline-all')"/></xsl:when>
      <xsl:when test="$page/hotline-list">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="'hotline-of'"/>
          <xsl:with-param name="name" select="$page/title"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$page/plaza-page"><xsl:value-of select="key('message', 'plaza')"/></xsl:when>
      <xsl:when test="$page/plaza-choose"><xsl:value-of select="key('message', 'plaza-new')"/></xsl:when>
      <xsl:when test="$page/plaza-list">
        <xsl:call-template name="message">
          <xsl:with-param name="key" select="'plaza-of'"/>
          <xsl:with-param name="name" select="$page/title"/>
        </xsl:call-template>
        <xsl:for-each select="$page/plaza-list/filters/filter/option[@selected]"> · <xsl:value-of select="."/></xsl:for-each>
      </xsl:when>
      <xsl:when test="$page/hotline-league">
        <xsl:value-of select="key('message', 'hotline-league')"/>
        <xsl:for-each select="$page/hotline-league/month[@current]"> · <xsl:value-of select="@month"/></xsl:for-each>
      </xsl:when>
      <xsl:when test="$page/copyright-page"><xsl:value-of select="key('message', 'copyright')"/></xsl:when>
      <xsl:when test="$page/copyright-ledger"><xsl:value-of select="key('message', 'copyright-ledger')"/></xsl:when>
      <xsl:when test="$page/form-page/form/@confirm"><xsl:value-of select="key('message', 'form-confirm')"/></xsl:when>
      <xsl:when test="$page/form-page">
        <xsl:value-of select="key('message', concat('form-', $page/form-page/@name, '-title'))"/>
        <xsl:if test="$page/title"> · <xsl:value-of select="$page/title"/></xsl:if>
      </xsl:when>
      <xsl:when test="$page/receipt/@number"><xsl:value-of select="key('message', concat('receipt-', $page/receipt/@name, '-title'))"/></xsl:when>
      <xsl:when test="$page/receipt"><xsl:value-of select="key('message', 'receipt-gone-title')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$page/title"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
