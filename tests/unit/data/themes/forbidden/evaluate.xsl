<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:dyn="http://exslt.org/dynamic">
  <xsl:template match="/">
    <p><xsl:value-of select="dyn:evaluate('1')"/></p>
  </xsl:template>
</xsl:stylesheet>
