<?xml version="1.0" encoding="UTF-8"?>
<!--
  picture.xsl - an image with its measures, so that nothing jumps while it loads, and a class for the
  point that must stay visible when it is cropped: fx-0 fx-25 ... fx-100 and fy-... (the security
  policy allows no style attribute, so quarters are as fine as it gets); with srcset where there are
  smaller sizes of it.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template match="picture" mode="image">
    <!-- yes: the picture that readers see first; it is not put off. -->
    <xsl:param name="first" select="'no'"/>
    <!-- How wide it stands on the page, for browsers to choose one of the smaller pictures. -->
    <xsl:param name="sizes" select="'(min-width: 60em) 22rem, (min-width: 40em) 50vw, 100vw'"/>
    <img src="{@src}" alt="{@alt}">
      <xsl:if test="size and @width">
        <xsl:attribute name="srcset">
          <xsl:for-each select="size"><xsl:value-of select="concat(@href, ' ', @width, 'w, ')"/></xsl:for-each>
          <xsl:value-of select="concat(@src, ' ', @width, 'w')"/>
        </xsl:attribute>
        <xsl:attribute name="sizes"><xsl:value-of select="$sizes"/></xsl:attribute>
      </xsl:if>
      <xsl:copy-of select="@width|@height"/>
      <xsl:if test="@focus-x and @focus-y">
        <xsl:attribute name="class">
          <xsl:text>fx-</xsl:text>
          <xsl:call-template name="focus"><xsl:with-param name="at" select="@focus-x"/></xsl:call-template>
          <xsl:text> fy-</xsl:text>
          <xsl:call-template name="focus"><xsl:with-param name="at" select="@focus-y"/></xsl:call-template>
        </xsl:attribute>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="$first = 'yes'"><xsl:attribute name="fetchpriority">high</xsl:attribute></xsl:when>
        <xsl:otherwise><xsl:attribute name="loading">lazy</xsl:attribute></xsl:otherwise>
      </xsl:choose>
    </img>
  </xsl:template>

  <!-- Quarter of the way that a crop to about half of the picture has to move so that the point comes
       near its middle: a point in the first quarter means the very edge, one at the half the middle. -->
  <xsl:template name="focus">
    <xsl:param name="at"/>
    <xsl:choose>
      <xsl:when test="$at &lt; 313">0</xsl:when>
      <xsl:when test="$at &lt; 438">25</xsl:when>
      <xsl:when test="$at &lt; 563">50</xsl:when>
      <xsl:when test="$at &lt; 688">75</xsl:when>
      <xsl:otherwise>100</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Whole, with caption and credit: the picture of an article. -->
  <xsl:template name="figure">
    <xsl:param name="lang"/>
    <figure class="picture">
      <xsl:apply-templates select="." mode="image">
        <xsl:with-param name="first" select="'yes'"/>
        <xsl:with-param name="sizes" select="'(min-width: 60em) 46rem, 100vw'"/>
      </xsl:apply-templates>
      <xsl:if test="caption or credit">
        <figcaption>
          <xsl:if test="caption">
            <span>
              <xsl:call-template name="lang"><xsl:with-param name="lang" select="$lang"/></xsl:call-template>
              <xsl:value-of select="caption"/>
            </span>
            <xsl:text> </xsl:text>
          </xsl:if>
          <xsl:if test="credit">
            <span class="credit">
              <xsl:call-template name="message">
                <xsl:with-param name="key" select="'credit'"/>
                <xsl:with-param name="name" select="credit"/>
              </xsl:call-template>
            </span>
          </xsl:if>
        </figcaption>
      </xsl:if>
    </figure>
  </xsl:template>
</xsl:stylesheet>
