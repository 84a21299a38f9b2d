<?xml version="1.0" encoding="UTF-8"?>
<!--
  Makes mod_newsportal.html from mod_newsportal.xml. One page, valid HTML5, with its style inside, so
  that it can be read from a disk, a package or a server alike.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat" indent="no"/>

  <xsl:key name="directive" match="directivesynopsis" use="name"/>

  <xsl:template match="/modulesynopsis">
    <html lang="en">
      <head>
        <title><xsl:value-of select="name"/></title>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <style>
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem; }
code, pre, var { font-family: ui-monospace, monospace; font-size: .92em; }
pre { padding: .7rem 1rem; overflow-x: auto; background: #8882; border-left: .25rem solid #8886; }
h2 { margin-top: 2.5rem; padding-top: .5rem; border-top: 1px solid #8886; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8884; }
th[scope="row"] { width: 7rem; font-weight: 600; }
nav ul { columns: 17rem; padding-left: 1.2rem; }
        </style>
      </head>
      <body>
        <header>
          <h1><xsl:value-of select="name"/></h1>
          <p><xsl:value-of select="description"/></p>
          <table>
            <tr><th scope="row">Status</th><td><xsl:value-of select="status"/></td></tr>
            <tr><th scope="row">Identifier</th><td><code><xsl:value-of select="identifier"/></code></td></tr>
            <tr><th scope="row">Source</th><td><code><xsl:value-of select="sourcefile"/></code></td></tr>
            <tr><th scope="row">Works with</th><td><xsl:value-of select="compatibility"/></td></tr>
          </table>
        </header>
        <nav aria-label="Contents">
          <ul>
            <xsl:for-each select="section">
              <li><a href="#{@id}"><xsl:value-of select="title"/></a></li>
            </xsl:for-each>
            <xsl:for-each select="directivesynopsis">
              <li><a href="#{name}"><xsl:value-of select="name"/></a></li>
            </xsl:for-each>
          </ul>
        </nav>
        <main>
          <xsl:apply-templates select="summary/node()"/>
          <xsl:apply-templates select="section | directivesynopsis"/>
        </main>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="section">
    <section id="{@id}">
      <h2><xsl:value-of select="title"/></h2>
      <xsl:apply-templates select="node()[not(self::title)]"/>
    </section>
  </xsl:template>

  <xsl:template match="directivesynopsis">
    <section id="{name}">
      <h2><xsl:value-of select="name"/></h2>
      <table>
        <tr><th scope="row">Description</th><td><xsl:value-of select="description"/></td></tr>
        <tr><th scope="row">Syntax</th><td><code><xsl:value-of select="syntax"/></code></td></tr>
        <tr><th scope="row">Default</th><td><code><xsl:value-of select="default"/></code></td></tr>
        <tr>
          <th scope="row">Context</th>
          <td>
            <xsl:for-each select="contextlist/context">
              <xsl:if test="position() > 1">, </xsl:if>
              <xsl:value-of select="."/>
            </xsl:for-each>
          </td>
        </tr>
      </table>
      <xsl:apply-templates select="usage/node()"/>
    </section>
  </xsl:template>

  <!-- A directive's name becomes a link; a misspelt one stops the making of the page. -->
  <xsl:template match="directive">
    <xsl:if test="not(key('directive', .))">
      <xsl:message terminate="yes">no such directive: <xsl:value-of select="."/></xsl:message>
    </xsl:if>
    <a href="#{.}"><code><xsl:value-of select="."/></code></a>
  </xsl:template>

  <xsl:template match="example"><xsl:apply-templates select="pre"/></xsl:template>

  <xsl:template match="p | pre | code | var | em | strong | ul | ol | li | table | tr | th | td | a">
    <xsl:element name="{name()}">
      <xsl:copy-of select="@href"/>
      <xsl:if test="self::th"><xsl:attribute name="scope">col</xsl:attribute></xsl:if>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- An element that no template knows would lose its meaning in silence. -->
  <xsl:template match="*">
    <xsl:message terminate="yes">unknown element: <xsl:value-of select="name()"/></xsl:message>
  </xsl:template>
</xsl:stylesheet>
