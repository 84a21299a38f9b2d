<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="lib/common.xsl"/>
  <xsl:template match="/">
    <html><body><xsl:apply-templates select="page/item"/></body></html>
  </xsl:template>
</xsl:stylesheet>
