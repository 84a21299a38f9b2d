<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:saxon="http://icl.com/saxon">
  <xsl:template match="/">
    <p><xsl:value-of select="saxon:line-number()"/></p>
  </xsl:template>
</xsl:stylesheet>
