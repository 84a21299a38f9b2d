<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:key name="message" match="messages/message" use="@key"/>
  <xsl:variable name="accent">green</xsl:variable>
  <xsl:template name="say">
    <xsl:param name="key"/>
    <xsl:value-of select="key('message', $key)"/>
  </xsl:template>
  <xsl:template match="item">
    <li class="{$accent}"><xsl:value-of select="."/></li>
  </xsl:template>
</xsl:stylesheet>
