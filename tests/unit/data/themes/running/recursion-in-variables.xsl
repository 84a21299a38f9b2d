<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><html><xsl:call-template name="again"/></html></xsl:template>
  <xsl:template name="again"><xsl:param name="n" select="1"/>
    <xsl:call-template name="again"><xsl:with-param name="n" select="$n + 1"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
