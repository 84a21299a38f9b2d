<?xml version="1.0" encoding="UTF-8"?>
<!--
  model.xsl - the page model in the theme guide: one entry for each element of htdocs/themes/page.rng.
  What an element holds, where it stands and which attributes it has is read from the contract itself;
  the sentences are those of themes.xml (<say about="...">). An element or attribute without a sentence
  stops the making of the page, so the guide is complete or does not exist.

  A name in @about: the define of page.rng, then the elements below its first one ("article/notice/phone"),
  then "@" and the attribute. The define "start" is called "page".
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:rng="http://relaxng.org/ns/structure/1.0" exclude-result-prefixes="rng">

  <xsl:variable name="contract" select="document('../../themes/page.rng')"/>
  <xsl:variable name="sayings" select="/manualpage//pagemodel/say"/>

  <xsl:template match="pagemodel">
    <xsl:for-each select="$contract//rng:element[@name]">
      <xsl:call-template name="model-element"/>
    </xsl:for-each>
    <xsl:for-each select="$contract//rng:define[.//rng:attribute and not(.//rng:element)]">
      <xsl:if test="@name != 'href'"><xsl:call-template name="model-group"/></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== Names ==== -->

  <!-- The name of an rng:element, as @about has it. -->
  <xsl:template name="model-name">
    <xsl:for-each select="ancestor::rng:define"><xsl:value-of select="@name"/></xsl:for-each>
    <xsl:if test="ancestor::rng:start">page</xsl:if>
    <xsl:for-each select="ancestor-or-self::rng:element[ancestor::rng:element]">
      <xsl:value-of select="concat('/', @name)"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="model-id">
    <xsl:text>model-</xsl:text>
    <xsl:variable name="name"><xsl:call-template name="model-name"/></xsl:variable>
    <xsl:value-of select="translate($name, '/', '-')"/>
  </xsl:template>

  <!-- The sentences about $name; without any the page is not made. -->
  <xsl:template name="model-say">
    <xsl:param name="name"/>
    <xsl:if test="not($sayings[@about = $name])">
      <xsl:message terminate="yes">no sentence in themes.xml: &lt;say about="<xsl:value-of select="$name"/>"></xsl:message>
    </xsl:if>
    <xsl:apply-templates select="$sayings[@about = $name]/node()"/>
  </xsl:template>

  <!-- ==== An element ==== -->

  <xsl:template name="model-element">
    <xsl:variable name="self" select="generate-id()"/>
    <xsl:variable name="name"><xsl:call-template name="model-name"/></xsl:variable>
    <xsl:variable name="id"><xsl:call-template name="model-id"/></xsl:variable>
    <xsl:variable name="define" select="ancestor::rng:define/@name"/>
    <section id="{$id}" class="entry">
      <h3><code>&lt;<xsl:value-of select="@name"/>&gt;</code></h3>
      <xsl:if test="not(ancestor::rng:start) or ancestor::rng:element">
        <p class="where">
          <xsl:text>in </xsl:text>
          <xsl:choose>
            <xsl:when test="ancestor::rng:element">
              <xsl:for-each select="ancestor::rng:element[1]"><xsl:call-template name="model-link-whole"/></xsl:for-each>
            </xsl:when>
            <xsl:otherwise>
              <xsl:for-each select="$contract//rng:ref[@name = $define]/ancestor::rng:element[1]">
                <xsl:if test="position() &gt; 1">, </xsl:if>
                <xsl:call-template name="model-link-whole"/>
              </xsl:for-each>
            </xsl:otherwise>
          </xsl:choose>
        </p>
      </xsl:if>
      <p><xsl:call-template name="model-say"><xsl:with-param name="name" select="$name"/></xsl:call-template></p>
      <xsl:call-template name="model-content"/>
      <xsl:call-template name="model-attributes">
        <xsl:with-param name="attributes" select=".//rng:attribute[generate-id(ancestor::rng:element[1]) = $self]"/>
        <xsl:with-param name="refs" select=".//rng:ref[generate-id(ancestor::rng:element[1]) = $self]"/>
        <xsl:with-param name="name" select="$name"/>
      </xsl:call-template>
    </section>
  </xsl:template>

  <!-- A link to an element: its own name says enough in its parent's entry, elsewhere the whole one. -->
  <xsl:template name="model-link">
    <xsl:param name="text" select="@name"/>
    <xsl:variable name="id"><xsl:call-template name="model-id"/></xsl:variable>
    <a href="#{$id}"><code><xsl:value-of select="$text"/></code></a>
  </xsl:template>
  <xsl:template name="model-link-whole">
    <xsl:call-template name="model-link">
      <xsl:with-param name="text"><xsl:call-template name="model-name"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- What stands in it, in order, with the marks that the guide explains. -->
  <xsl:template name="model-content">
    <xsl:variable name="self" select="generate-id()"/>
    <xsl:variable name="parts" select=".//rng:element[generate-id(ancestor::rng:element[1]) = $self]
        | .//rng:ref[generate-id(ancestor::rng:element[1]) = $self][@name = $contract//rng:define[.//rng:element]/@name]
        | .//rng:text[generate-id(ancestor::rng:element[1]) = $self and not(parent::rng:attribute)]"/>
    <xsl:if test="$parts">
      <p class="holds">
        <xsl:text>Holds </xsl:text>
        <xsl:for-each select="$parts">
          <xsl:variable name="ref" select="@name"/>
          <xsl:if test="position() &gt; 1">
            <xsl:choose>
              <xsl:when test="parent::rng:choice and preceding-sibling::*"> | </xsl:when>
              <xsl:otherwise>, </xsl:otherwise>
            </xsl:choose>
          </xsl:if>
          <xsl:choose>
            <xsl:when test="self::rng:text">text</xsl:when>
            <xsl:when test="self::rng:ref[@name = 'flow']">text and the HTML elements <xsl:call-template name="model-body"/></xsl:when>
            <xsl:when test="self::rng:ref">
              <xsl:for-each select="($contract//rng:define[@name = $ref]//rng:element)[1]"><xsl:call-template name="model-link"/></xsl:for-each>
            </xsl:when>
            <xsl:otherwise><xsl:call-template name="model-link"/></xsl:otherwise>
          </xsl:choose>
          <xsl:if test="not(self::rng:text) and not(@name = 'flow')">
            <xsl:choose>
              <xsl:when test="ancestor::rng:zeroOrMore[generate-id(ancestor::rng:element[1]) = $self]">*</xsl:when>
              <xsl:when test="ancestor::rng:oneOrMore[generate-id(ancestor::rng:element[1]) = $self]">+</xsl:when>
              <xsl:when test="ancestor::rng:optional[generate-id(ancestor::rng:element[1]) = $self]">?</xsl:when>
            </xsl:choose>
          </xsl:if>
        </xsl:for-each>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="model-body">
    <xsl:for-each select="$contract//rng:define[@name = 'flow']//rng:element/rng:choice/rng:name">
      <xsl:if test="position() &gt; 1"><xsl:text> </xsl:text></xsl:if>
      <code><xsl:value-of select="."/></code>
    </xsl:for-each>
    <xsl:text>, with the attributes </xsl:text>
    <xsl:for-each select="$contract//rng:define[@name = 'flow']//rng:attribute/rng:choice/rng:name">
      <xsl:if test="position() &gt; 1"><xsl:text> </xsl:text></xsl:if>
      <code><xsl:value-of select="."/></code>
    </xsl:for-each>
  </xsl:template>

  <!-- ==== Attributes ==== -->

  <xsl:template name="model-attributes">
    <xsl:param name="attributes"/>
    <xsl:param name="refs" select="/.."/>
    <xsl:param name="name"/>
    <xsl:variable name="groups" select="$refs[@name = $contract//rng:define[.//rng:attribute and not(.//rng:element)]/@name]"/>
    <xsl:if test="$attributes or $groups">
      <dl class="attributes">
        <xsl:for-each select="$attributes | $groups">
          <xsl:variable name="group" select="@name"/>
          <div>
            <xsl:choose>
              <xsl:when test="self::rng:ref[@name = 'href']">
                <dt><code>href</code><xsl:call-template name="model-optional"/></dt>
                <dd>
                  <xsl:choose>
                    <xsl:when test="$sayings[@about = concat($name, '@href')]">
                      <xsl:apply-templates select="$sayings[@about = concat($name, '@href')]/node()"/>
                    </xsl:when>
                    <xsl:otherwise><xsl:call-template name="model-say"><xsl:with-param name="name" select="'href@href'"/></xsl:call-template></xsl:otherwise>
                  </xsl:choose>
                </dd>
              </xsl:when>
              <xsl:when test="self::rng:ref">
                <dt>
                  <xsl:for-each select="$contract//rng:define[@name = $group]//rng:attribute">
                    <xsl:if test="position() &gt; 1"><xsl:text> </xsl:text></xsl:if>
                    <code><xsl:value-of select="@name"/></code><xsl:call-template name="model-optional"/>
                  </xsl:for-each>
                </dt>
                <dd>See <a href="#model-{$group}"><xsl:call-template name="model-group-title"><xsl:with-param name="group" select="$group"/></xsl:call-template></a>.</dd>
              </xsl:when>
              <xsl:otherwise>
                <dt><code><xsl:value-of select="@name"/></code><xsl:call-template name="model-optional"/></dt>
                <dd>
                  <xsl:call-template name="model-say"><xsl:with-param name="name" select="concat($name, '@', @name)"/></xsl:call-template>
                  <xsl:call-template name="model-values"/>
                </dd>
              </xsl:otherwise>
            </xsl:choose>
          </div>
        </xsl:for-each>
      </dl>
    </xsl:if>
  </xsl:template>

  <xsl:template name="model-optional">
    <xsl:if test="count(ancestor::rng:optional) &gt; count(ancestor::rng:element[1]/ancestor::rng:optional)">?</xsl:if>
  </xsl:template>

  <xsl:template name="model-values">
    <xsl:choose>
      <xsl:when test=".//rng:value">
        <xsl:text> Values: </xsl:text>
        <xsl:for-each select=".//rng:value">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <code><xsl:value-of select="."/></code>
        </xsl:for-each>
        <xsl:text>.</xsl:text>
      </xsl:when>
      <xsl:when test="rng:data[@type = 'integer']"> A whole number.</xsl:when>
      <xsl:when test="rng:ref[@name = 'language']"> A language tag, such as <code>zh-Hans</code>.</xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Attributes that several elements share. -->
  <xsl:template name="model-group">
    <section id="model-{@name}" class="entry">
      <h3><xsl:call-template name="model-group-title"><xsl:with-param name="group" select="@name"/></xsl:call-template></h3>
      <p class="where">
        <xsl:text>at </xsl:text>
        <xsl:variable name="name" select="@name"/>
        <xsl:for-each select="$contract//rng:ref[@name = $name]/ancestor::rng:element[1]">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:call-template name="model-link-whole"/>
        </xsl:for-each>
      </p>
      <p><xsl:call-template name="model-say"><xsl:with-param name="name" select="@name"/></xsl:call-template></p>
      <xsl:call-template name="model-attributes">
        <xsl:with-param name="attributes" select=".//rng:attribute"/>
        <xsl:with-param name="refs" select=".//rng:ref"/>
        <xsl:with-param name="name" select="@name"/>
      </xsl:call-template>
    </section>
  </xsl:template>

  <xsl:template name="model-group-title">
    <xsl:param name="group"/>
    <xsl:text>Attributes of </xsl:text>
    <xsl:if test="not($sayings[@about = $group]/@title)">
      <xsl:message terminate="yes">no title in themes.xml: &lt;say about="<xsl:value-of select="$group"/>" title="..."></xsl:message>
    </xsl:if>
    <xsl:value-of select="$sayings[@about = $group]/@title"/>
  </xsl:template>
</xsl:stylesheet>
