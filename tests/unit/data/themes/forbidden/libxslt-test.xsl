<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:x="http://xmlsoft.org/XSLT/namespace">
  <xsl:template match="/">
    <p><xsl:copy-of select="x:node-set(page)"/></p>
  </xsl:template>
</xsl:stylesheet>
