<?xml version="1.0" encoding="UTF-8"?>
<!--
  manual.xsl - makes each page of the manual from its XML: NAME.html from NAME.xml. Sources are written in
  the vocabulary of httpd's own manual as far as it goes: modulesynopsis (the reference) and manualpage
  (everything else). The pages need no server: they can be read from a disk, a package or a site alike.

  Pages of the editors' handbook have @lang: they lie in editors/, one for each language, and editors.xsl writes what is
  theirs. An element, a directive or a page that does not exist stops the making, so that nothing is lost in
  silence. model.xsl writes the part about the page model. All pages at once:

      make -f apxs.mk manual
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="model.xsl"/>
  <xsl:include href="editors.xsl"/>
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

  <xsl:variable name="reference" select="document('../mod_newsportal.xml')"/>
  <xsl:key name="directive" match="directivesynopsis" use="name"/>

  <!-- ==== The frame of a page ==== -->

  <xsl:template match="/manualpage | /modulesynopsis">
    <html lang="en">
      <head>
        <title><xsl:call-template name="page-title"/></title>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="description" content="{normalize-space(description)}"/>
        <link rel="stylesheet" href="style/manual.css"/>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the text</a>
        <header class="top">
          <p class="product"><a href="index.html">mod_newsportal</a></p>
          <nav aria-label="The manual">
            <ul>
              <xsl:call-template name="page-link"><xsl:with-param name="page" select="'index'"/><xsl:with-param name="text" select="'Manual'"/></xsl:call-template>
              <xsl:call-template name="page-link"><xsl:with-param name="page" select="'admin'"/><xsl:with-param name="text" select="'Administration'"/></xsl:call-template>
              <li><a href="editors/index.en.html">Editors</a></li>
              <xsl:call-template name="page-link"><xsl:with-param name="page" select="'themes'"/><xsl:with-param name="text" select="'Themes'"/></xsl:call-template>
              <xsl:call-template name="page-link"><xsl:with-param name="page" select="'mod_newsportal'"/><xsl:with-param name="text" select="'Reference'"/></xsl:call-template>
              <xsl:call-template name="page-link"><xsl:with-param name="page" select="'bench'"/><xsl:with-param name="text" select="'Measured'"/></xsl:call-template>
            </ul>
          </nav>
        </header>
        <div class="columns">
          <xsl:if test="section[3]">
            <nav class="contents" aria-label="On this page">
              <p>On this page</p>
              <ul>
                <xsl:for-each select="section">
                  <li>
                    <a href="#{@id}"><xsl:value-of select="title"/></a>
                    <xsl:if test="section">
                      <ul><xsl:for-each select="section"><li><a href="#{@id}"><xsl:value-of select="title"/></a></li></xsl:for-each></ul>
                    </xsl:if>
                  </li>
                </xsl:for-each>
                <xsl:if test="directivesynopsis"><li><a href="#directives">Directives</a></li></xsl:if>
              </ul>
            </nav>
          </xsl:if>
          <main id="main">
            <h1><xsl:value-of select="title | self::modulesynopsis/name"/></h1>
            <p class="lead"><xsl:value-of select="description"/></p>
            <xsl:apply-templates select="self::modulesynopsis" mode="facts"/>
            <xsl:apply-templates select="summary/node()"/>
            <xsl:apply-templates select="section"/>
            <xsl:apply-templates select="self::modulesynopsis" mode="directives"/>
          </main>
        </div>
        <footer class="bottom">
          <p>mod_newsportal, Apache License 2.0. This page is made from <code><xsl:call-template name="file"/>.xml</code>.</p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <!-- The name of the page without its ending: a page says it itself, the reference is the module's. -->
  <xsl:template name="file"><xsl:value-of select="/manualpage/@file | /modulesynopsis/name"/></xsl:template>

  <xsl:template name="page-title">
    <xsl:choose>
      <xsl:when test="self::modulesynopsis">Reference</xsl:when>
      <xsl:otherwise><xsl:value-of select="title"/></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="title != 'mod_newsportal' or self::modulesynopsis"> - mod_newsportal</xsl:if>
  </xsl:template>

  <xsl:template name="page-link">
    <xsl:param name="page"/>
    <xsl:param name="text"/>
    <xsl:variable name="file"><xsl:call-template name="file"/></xsl:variable>
    <li>
      <a href="{$page}.html">
        <xsl:if test="$page = $file"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
        <xsl:value-of select="$text"/>
      </a>
    </li>
  </xsl:template>

  <!-- ==== The reference ==== -->

  <xsl:template match="modulesynopsis" mode="facts">
    <dl class="facts">
      <div><dt>Status</dt><dd><xsl:value-of select="status"/></dd></div>
      <div><dt>Identifier</dt><dd><code><xsl:value-of select="identifier"/></code></dd></div>
      <div><dt>Source</dt><dd><code><xsl:value-of select="sourcefile"/></code></dd></div>
      <div><dt>Works with</dt><dd><xsl:value-of select="compatibility"/></dd></div>
    </dl>
  </xsl:template>

  <xsl:template match="modulesynopsis" mode="directives">
    <section id="directives">
      <h2>Directives</h2>
      <ul class="index">
        <xsl:for-each select="directivesynopsis">
          <li><a href="#{name}"><code><xsl:value-of select="name"/></code></a></li>
        </xsl:for-each>
      </ul>
      <xsl:apply-templates select="directivesynopsis"/>
    </section>
  </xsl:template>

  <xsl:template match="directivesynopsis">
    <section id="{name}" class="directive">
      <h3><xsl:value-of select="name"/></h3>
      <p class="says"><xsl:value-of select="description"/></p>
      <dl class="facts">
        <div><dt>Syntax</dt><dd><code><xsl:value-of select="syntax"/></code></dd></div>
        <div><dt>Default</dt><dd><code><xsl:value-of select="default"/></code></dd></div>
        <div>
          <dt>Context</dt>
          <dd>
            <xsl:for-each select="contextlist/context">
              <xsl:if test="position() > 1">, </xsl:if>
              <xsl:value-of select="."/>
            </xsl:for-each>
          </dd>
        </div>
      </dl>
      <xsl:apply-templates select="usage/node()"/>
    </section>
  </xsl:template>

  <!-- A directive's name becomes a link to its entry. -->
  <xsl:template match="directive">
    <xsl:variable name="name" select="string(.)"/>
    <xsl:variable name="here" select="/modulesynopsis"/>
    <xsl:if test="not($reference/modulesynopsis/directivesynopsis[name = $name])">
      <xsl:message terminate="yes">no such directive: <xsl:value-of select="$name"/></xsl:message>
    </xsl:if>
    <a>
      <xsl:attribute name="href">
        <xsl:if test="not($here)">mod_newsportal.html</xsl:if>
        <xsl:value-of select="concat('#', $name)"/>
      </xsl:attribute>
      <code><xsl:value-of select="$name"/></code>
    </a>
  </xsl:template>

  <!-- ==== Text ==== -->

  <xsl:template match="section">
    <section id="{@id}">
      <h2><xsl:value-of select="title"/></h2>
      <xsl:apply-templates select="node()[not(self::title)]"/>
    </section>
  </xsl:template>
  <xsl:template match="section/section">
    <section id="{@id}">
      <h3><xsl:value-of select="title"/></h3>
      <xsl:apply-templates select="node()[not(self::title)]"/>
    </section>
  </xsl:template>

  <!-- Something to copy. @file: where it belongs, or what it is. -->
  <xsl:template match="example">
    <figure class="example">
      <xsl:if test="@file"><figcaption><xsl:value-of select="@file"/></figcaption></xsl:if>
      <xsl:if test="@as"><figcaption><xsl:call-template name="who-runs"/></figcaption></xsl:if>
      <xsl:apply-templates select="pre | says"/>
      <xsl:if test="@rows = '0'"><xsl:call-template name="no-rows"/></xsl:if>
    </figure>
  </xsl:template>
  <!-- Long lines scroll; the keyboard has to reach them, too. -->
  <xsl:template match="pre"><pre tabindex="0"><code><xsl:apply-templates/></code></pre></xsl:template>

  <xsl:template match="note">
    <div class="note"><xsl:apply-templates/></div>
  </xsl:template>

  <!-- A table scrolls by itself on a narrow screen. -->
  <xsl:template match="table">
    <div class="table">
      <table>
        <xsl:copy-of select="@class"/>
        <xsl:apply-templates select="caption"/>
        <!-- A parser adds the body anyway; said here, a first row of headings is a head. -->
        <xsl:variable name="head" select="tr[th and not(td)]"/>
        <xsl:if test="$head[normalize-space()]"><thead><xsl:apply-templates select="$head"/></thead></xsl:if>
        <tbody><xsl:apply-templates select="tr[td]"/></tbody>
      </table>
    </div>
  </xsl:template>
  <xsl:template match="th">
    <th>
      <xsl:attribute name="scope"><xsl:choose><xsl:when test="../td">row</xsl:when><xsl:otherwise>col</xsl:otherwise></xsl:choose></xsl:attribute>
      <xsl:apply-templates/>
    </th>
  </xsl:template>
  <!-- An empty heading would be announced as nothing. -->
  <xsl:template match="th[not(node())]"><td/></xsl:template>

  <!-- A row that others point to: the log codes and the troubles. -->
  <xsl:template match="tr">
    <tr>
      <xsl:choose>
        <xsl:when test="@id"><xsl:copy-of select="@id"/></xsl:when>
        <xsl:when test="../../@id = 'log-codes' and td"><xsl:attribute name="id"><xsl:value-of select="td[1]"/></xsl:attribute></xsl:when>
      </xsl:choose>
      <xsl:apply-templates/>
    </tr>
  </xsl:template>
  <!-- A code of the log is a link to what it means. -->
  <xsl:template match="log">
    <xsl:variable name="code" select="string(.)"/>
    <xsl:if test="not($reference/modulesynopsis/section[@id = 'log-codes']/table/tr[td[1] = $code])">
      <xsl:message terminate="yes">no such log code: <xsl:value-of select="$code"/></xsl:message>
    </xsl:if>
    <a href="mod_newsportal.html#{$code}"><code><xsl:value-of select="$code"/></code></a>
  </xsl:template>

  <xsl:template match="img">
    <img><xsl:copy-of select="@src | @alt | @width | @height"/></img>
  </xsl:template>
  <xsl:template match="figure"><figure class="picture"><xsl:apply-templates/></figure></xsl:template>

  <xsl:template match="shots"><div class="shots"><xsl:apply-templates/></div></xsl:template>

  <!-- The ways into the manual on its first page. -->
  <xsl:template match="ways"><ul class="ways"><xsl:apply-templates/></ul></xsl:template>
  <xsl:template match="way">
    <li><a href="{@href}"><b><xsl:value-of select="title"/></b></a><p><xsl:apply-templates select="node()[not(self::title)]"/></p></li>
  </xsl:template>

  <xsl:template match="caption | p | code | var | em | strong | kbd | ul | ol | li | dl | dt | dd | td | a | figcaption">
    <xsl:element name="{name()}">
      <xsl:copy-of select="@href | @id"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- An element that no template knows would lose its meaning. -->
  <xsl:template match="*">
    <xsl:message terminate="yes">unknown element: <xsl:value-of select="name()"/></xsl:message>
  </xsl:template>
</xsl:stylesheet>
