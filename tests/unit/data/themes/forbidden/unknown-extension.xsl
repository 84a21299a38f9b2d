<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:str="http://exslt.org/strings">
  <xsl:template match="/">
    <p><xsl:value-of select="str:upper(page)"/></p>
  </xsl:template>
</xsl:stylesheet>
