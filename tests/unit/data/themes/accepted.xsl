<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times" xmlns:set="http://exslt.org/sets"
    xmlns:exsl="http://exslt.org/common" extension-element-prefixes="str exsl"
    exclude-result-prefixes="math date set">
  <!-- document('x') in a comment, and <?php in text, harm nobody -->
  <xsl:output method="html" encoding="UTF-8"/>
  <xsl:strip-space elements="*"/>
  <xsl:decimal-format name="d" decimal-separator="," grouping-separator="."/>
  <xsl:attribute-set name="set"><xsl:attribute name="data-set">yes</xsl:attribute></xsl:attribute-set>
  <xsl:key name="items" match="item" use="@id"/>
  <xsl:variable name="document" select="'document(1)'"/>
  <xsl:template match="/">
    <html data-brace="{{document('x')}}" data-text="{&quot;}document('x')&quot;}" xsl:use-attribute-sets="set">
      <xsl:if test="1 and (2) or (3 div (4)) mod (5) * (6) - (7)"><p>operators</p></xsl:if>
      <p><xsl:value-of select="concat($document, count(//document), count(child::document | document), count(page/*[2 * (1)]))"/></p>
      <p><xsl:value-of select="count(page/node()) &gt; 0 and not (page/comment()) and page/processing-instruction('x') = false ()"/></p>
      <p><xsl:value-of select="format-number(1234567, '#.###', 'd')"/></p>
      <p><xsl:for-each select="str:tokenize('b c a')"><xsl:sort select="." data-type="text" order="descending"/><xsl:value-of select="."/></xsl:for-each></p>
      <p><xsl:value-of select="concat(math:max(page/item/@id), date:year('2026-03-01T00:00:00Z'), count(set:distinct(page/item)), exsl:object-type(1))"/></p>
      <p><xsl:value-of select="key('items', 2)"/></p>
      <svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>
      <xsl:element name="em"><xsl:attribute name="title">t</xsl:attribute><xsl:text>text</xsl:text></xsl:element>
      <p><xsl:number value="12" format="1"/></p>
    </html>
  </xsl:template>
</xsl:stylesheet>
