<?xml version="1.0" encoding="UTF-8"?>
<!--
  preview.xsl - makes a sample model ready for xsltproc: adds the messages of its language (with the
  English ones for keys that are missing, as the module does), and points assets and pictures into
  the preview folder. Only for tests/models/preview.sh; themes themselves may not use document().
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:param name="messages"/>

  <xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>

  <xsl:template match="/page">
    <xsl:variable name="own" select="document(concat($messages, '/', @lang, '.xml'))/messages"/>
    <xsl:variable name="english" select="document(concat($messages, '/en.xml'))/messages"/>
    <page>
      <xsl:apply-templates select="@*|node()"/>
      <messages lang="{@lang}">
        <xsl:copy-of select="$own/message|$english/message[not(@key = $own/message/@key)]"/>
      </messages>
    </page>
  </xsl:template>

  <xsl:template match="asset/@href"><xsl:attribute name="href">assets/<xsl:value-of select="../@name"/></xsl:attribute></xsl:template>
  <xsl:template match="@src[starts-with(., '/pictures/')]|@icon[starts-with(., '/pictures/')]">
    <xsl:attribute name="{name()}"><xsl:value-of select="substring-after(., '/')"/></xsl:attribute>
  </xsl:template>
</xsl:stylesheet>
