<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:crypto="http://exslt.org/crypto">
  <xsl:template match="/">
    <p title="{crypto:md5('a')}"/>
  </xsl:template>
</xsl:stylesheet>
