<?xml version="1.0" encoding="UTF-8"?>
<!--
  json-ld.xsl - the page for machines (schema.org NewsArticle, WebSite, BreadcrumbList). Every text goes
  through json-string; nothing else may put text of the model into the script.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:str="http://exslt.org/strings" exclude-result-prefixes="str">

  <xsl:template name="json-ld">
    <script type="application/ld+json">
      <xsl:text>{"@context":"https://schema.org","@graph":[</xsl:text>
      <xsl:for-each select="$page/article"><xsl:call-template name="json-article"/></xsl:for-each>
      <xsl:if test="$page/front"><xsl:call-template name="json-site"/></xsl:if>
      <xsl:if test="$page/article"><xsl:text>,</xsl:text></xsl:if>
      <xsl:if test="not($page/front)"><xsl:call-template name="json-breadcrumb"/></xsl:if>
      <xsl:text>]}</xsl:text>
    </script>
  </xsl:template>

  <xsl:template name="json-article">
    <xsl:text>{"@type":"NewsArticle","headline":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="title"/></xsl:call-template>
    <xsl:text>,"inLanguage":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="@lang"/></xsl:call-template>
    <xsl:text>,"datePublished":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="published/@datetime"/></xsl:call-template>
    <xsl:text>,"dateModified":</xsl:text>
    <xsl:variable name="changed" select="(published|updated)[last()]/@datetime"/>
    <xsl:variable name="corrected" select="corrections/correction[1]/@datetime"/>
    <xsl:call-template name="json-string">
      <!-- All times of a page have the portal's offset, so their digits can be compared. -->
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="translate(substring($corrected, 1, 19), '-T:', '') &gt; translate(substring($changed, 1, 19), '-T:', '')">
            <xsl:value-of select="$corrected"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="$changed"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:if test="$corrected">
      <xsl:text>,"correction":[</xsl:text>
      <xsl:for-each select="corrections/correction">
        <xsl:if test="position() &gt; 1">,</xsl:if>
        <xsl:text>{"@type":"CorrectionComment","datePublished":</xsl:text>
        <xsl:call-template name="json-string"><xsl:with-param name="text" select="@datetime"/></xsl:call-template>
        <xsl:text>,"text":</xsl:text>
        <xsl:call-template name="json-string"><xsl:with-param name="text" select="."/></xsl:call-template>
        <xsl:text>}</xsl:text>
      </xsl:for-each>
      <xsl:text>]</xsl:text>
    </xsl:if>
    <xsl:text>,"isAccessibleForFree":true</xsl:text>
    <xsl:text>,"articleSection":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="channel/@name"/></xsl:call-template>
    <xsl:if test="$page/address/@canonical">
      <xsl:text>,"mainEntityOfPage":</xsl:text>
      <xsl:call-template name="json-string"><xsl:with-param name="text" select="$page/address/@canonical"/></xsl:call-template>
    </xsl:if>
    <xsl:if test="$page/description">
      <xsl:text>,"description":</xsl:text>
      <xsl:call-template name="json-string"><xsl:with-param name="text" select="$page/description"/></xsl:call-template>
    </xsl:if>
    <xsl:for-each select="picture">
      <xsl:text>,"image":[</xsl:text>
      <xsl:call-template name="json-address"><xsl:with-param name="href" select="@src"/></xsl:call-template>
      <xsl:text>]</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="source">
      <xsl:text>,"sourceOrganization":{"@type":"Organization","name":</xsl:text>
      <xsl:call-template name="json-string"><xsl:with-param name="text" select="."/></xsl:call-template>
      <xsl:if test="@href">
        <xsl:text>,"url":</xsl:text>
        <xsl:call-template name="json-string"><xsl:with-param name="text" select="@href"/></xsl:call-template>
      </xsl:if>
      <xsl:text>}</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="author|editor">
      <xsl:text>,"</xsl:text>
      <xsl:value-of select="name()"/>
      <xsl:text>":{"@type":"Person","name":</xsl:text>
      <xsl:call-template name="json-string"><xsl:with-param name="text" select="."/></xsl:call-template>
      <xsl:text>}</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="tags">
      <xsl:text>,"keywords":[</xsl:text>
      <xsl:for-each select="tag">
        <xsl:if test="position() &gt; 1">,</xsl:if>
        <xsl:call-template name="json-string"><xsl:with-param name="text" select="."/></xsl:call-template>
      </xsl:for-each>
      <xsl:text>]</xsl:text>
    </xsl:for-each>
    <xsl:text>,"publisher":{"@type":"NewsMediaOrganization","name":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="$site/@name"/></xsl:call-template>
    <xsl:text>,"url":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="$site/@url"/></xsl:call-template>
    <xsl:text>}}</xsl:text>
  </xsl:template>

  <xsl:template name="json-site">
    <xsl:text>{"@type":"WebSite","name":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="$site/@name"/></xsl:call-template>
    <xsl:text>,"url":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="$site/@url"/></xsl:call-template>
    <xsl:text>,"inLanguage":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="$site/@lang"/></xsl:call-template>
    <xsl:text>}</xsl:text>
  </xsl:template>

  <xsl:template name="json-breadcrumb">
    <xsl:text>{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,"name":</xsl:text>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="key('message', 'home')"/></xsl:call-template>
    <xsl:text>,"item":</xsl:text>
    <xsl:call-template name="json-address"><xsl:with-param name="href" select="$site/@home"/></xsl:call-template>
    <xsl:text>}</xsl:text>
    <xsl:for-each select="$page/breadcrumb/item">
      <xsl:text>,{"@type":"ListItem","position":</xsl:text>
      <xsl:value-of select="position() + 1"/>
      <xsl:text>,"name":</xsl:text>
      <xsl:call-template name="json-string"><xsl:with-param name="text" select="."/></xsl:call-template>
      <xsl:text>,"item":</xsl:text>
      <xsl:call-template name="json-address"><xsl:with-param name="href" select="@href"/></xsl:call-template>
      <xsl:text>}</xsl:text>
    </xsl:for-each>
    <xsl:text>]}</xsl:text>
  </xsl:template>

  <xsl:template name="json-address">
    <xsl:param name="href"/>
    <xsl:variable name="address">
      <xsl:call-template name="absolute"><xsl:with-param name="href" select="$href"/></xsl:call-template>
    </xsl:variable>
    <xsl:call-template name="json-string"><xsl:with-param name="text" select="$address"/></xsl:call-template>
  </xsl:template>

  <!-- A JSON string with its quotes. Almost every text holds nothing to escape: asking first saves a
       third of an article's transform. -->
  <xsl:template name="json-string">
    <xsl:param name="text"/>
    <xsl:text>"</xsl:text>
    <xsl:choose>
      <xsl:when test="translate($text, '\&quot;&lt;&#9;&#10;&#13;', '') = string($text)">
        <xsl:value-of select="$text"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="json-escape"><xsl:with-param name="text" select="string($text)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:text>"</xsl:text>
  </xsl:template>

  <!-- The backslash goes first. XML text holds no control characters but tab, line feed and carriage
       return; "<" is written so that the text cannot end the script whoever writes the page out. -->
  <xsl:template name="json-escape">
    <xsl:param name="text"/>
    <xsl:variable name="a" select="str:replace($text, '\', '\\')"/>
    <xsl:variable name="b" select="str:replace(string($a), '&quot;', '\&quot;')"/>
    <xsl:variable name="c" select="str:replace(string($b), '&#9;', '\t')"/>
    <xsl:variable name="d" select="str:replace(string($c), '&#10;', '\n')"/>
    <xsl:variable name="e" select="str:replace(string($d), '&#13;', '\r')"/>
    <xsl:value-of select="str:replace(string($e), '&lt;', '\u003c')"/>
  </xsl:template>
</xsl:stylesheet>
