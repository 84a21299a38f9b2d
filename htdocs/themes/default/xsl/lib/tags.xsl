<?xml version="1.0" encoding="UTF-8"?>
<!--
  tags.xsl - the tag index: the frequent tags by weight, then all of them by letter with a bar to jump.
  The weight is shown by size and said by the count. Imported by pages.xsl.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:key name="letter" match="tag-index/tag" use="@letter"/>

  <xsl:template match="tag-index" mode="main">
    <header class="page-head">
      <h1><xsl:value-of select="key('message', 'tags')"/></h1>
      <xsl:if test="tag"><p><xsl:value-of select="key('message', 'tags-intro')"/></p></xsl:if>
    </header>
    <!-- Tags of one letter stand together: the first of each. -->
    <xsl:variable name="letters" select="tag[@letter][not(@letter = preceding-sibling::tag[1]/@letter)]"/>
    <xsl:choose>
      <!-- A handful, or no letters: the cloud is the index. -->
      <xsl:when test="tag and not($letters[2] and tag[13])">
        <xsl:call-template name="tag-cloud"><xsl:with-param name="tags" select="tag"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="tag">
        <xsl:if test="tag[@weight &gt; 2]">
          <section class="tag-often" aria-labelledby="tags-often">
            <h2 id="tags-often"><xsl:value-of select="key('message', 'tags-often')"/></h2>
            <xsl:call-template name="tag-cloud"><xsl:with-param name="tags" select="tag[@weight &gt; 2]"/></xsl:call-template>
          </section>
        </xsl:if>
        <section class="tag-letters" aria-labelledby="tags-by-letter">
          <h2 id="tags-by-letter"><xsl:value-of select="key('message', 'tags-by-letter')"/></h2>
          <nav class="jump" aria-labelledby="tags-by-letter">
            <ul>
              <xsl:for-each select="$letters">
                <li>
                  <a>
                    <xsl:attribute name="href">#<xsl:call-template name="letter-id"/></xsl:attribute>
                    <xsl:call-template name="letter-name"/>
                  </a>
                </li>
              </xsl:for-each>
            </ul>
          </nav>
          <div class="letters">
            <xsl:for-each select="$letters">
              <section class="letter">
                <xsl:attribute name="id"><xsl:call-template name="letter-id"/></xsl:attribute>
                <h3><xsl:call-template name="letter-name"/></h3>
                <ul>
                  <xsl:for-each select="key('letter', @letter)">
                    <li><xsl:call-template name="tag-link"/></li>
                  </xsl:for-each>
                </ul>
              </section>
            </xsl:for-each>
          </div>
        </section>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="nothing"><xsl:with-param name="key" select="'empty-tags'"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="tag-cloud">
    <xsl:param name="tags"/>
    <ul class="tag-index">
      <xsl:for-each select="$tags">
        <li class="weight-{@weight}"><xsl:call-template name="tag-link"/></li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <xsl:template name="tag-link">
    <a href="{@href}">
      <xsl:value-of select="."/>
      <xsl:text> </xsl:text>
      <small><xsl:call-template name="count"/></small>
    </a>
  </xsl:template>

  <!-- @count stories, in words. -->
  <xsl:template name="count">
    <xsl:call-template name="message">
      <xsl:with-param name="key">
        <xsl:choose><xsl:when test="@count = 1">count-one</xsl:when><xsl:otherwise>count</xsl:otherwise></xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="n" select="@count"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="letter-id">
    <xsl:text>letter-</xsl:text>
    <xsl:choose><xsl:when test="@letter = '#'">other</xsl:when><xsl:otherwise><xsl:value-of select="@letter"/></xsl:otherwise></xsl:choose>
  </xsl:template>

  <xsl:template name="letter-name">
    <xsl:choose>
      <xsl:when test="@letter = '#'"><xsl:value-of select="key('message', 'letter-other')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="@letter"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
