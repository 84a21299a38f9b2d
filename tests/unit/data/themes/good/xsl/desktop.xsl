<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="lib/common.xsl"/>
  <xsl:include href="lib/parts.xsl"/>
  <xsl:output method="html" encoding="utf-8"/>
  <xsl:strip-space elements="page"/>
  <xsl:template match="/">
    <html lang="{page/messages/@lang}">
      <head><title><xsl:call-template name="say"><xsl:with-param name="key" select="'home'"/></xsl:call-template></title></head>
      <body><xsl:apply-templates/><xsl:call-template name="foot"/></body>
    </html>
  </xsl:template>
  <xsl:template match="messages"/>
</xsl:stylesheet>
