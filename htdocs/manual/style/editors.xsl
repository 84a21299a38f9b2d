<?xml version="1.0" encoding="UTF-8"?>
<!--
  editors.xsl - the frame of the editors' handbook: editors/NAME.LANGUAGE.html. Included by manual.xsl, which has the
  elements of the text. The order of the pages is that of <page> in editors/index.zh.xml and index.en.xml; titles
  are taken from the pages themselves, so that a page that is missing stops the making.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:variable name="language" select="string(/manualpage/@lang)"/>
  <!-- Of a page of the manual itself, nothing: its index says no <page>. -->
  <xsl:variable name="handbook" select="document(concat('../', substring('editors/', 1, 8 * boolean($language)), 'index', substring('.', 1, boolean($language)), $language, '.xml'))/manualpage"/>

  <xsl:template name="word">
    <xsl:param name="zh"/>
    <xsl:param name="en"/>
    <xsl:choose><xsl:when test="$language = 'zh'"><xsl:value-of select="$zh"/></xsl:when><xsl:otherwise><xsl:value-of select="$en"/></xsl:otherwise></xsl:choose>
  </xsl:template>

  <xsl:template match="/manualpage[@lang]" priority="1">
    <xsl:variable name="file" select="string(@file)"/>
    <xsl:variable name="here" select="$handbook//page[. = $file]"/>
    <xsl:variable name="other"><xsl:call-template name="word"><xsl:with-param name="zh" select="'en'"/><xsl:with-param name="en" select="'zh'"/></xsl:call-template></xsl:variable>
    <xsl:if test="$file != 'index' and not($here)">
      <xsl:message terminate="yes">not in the handbook's index: <xsl:value-of select="$file"/></xsl:message>
    </xsl:if>
    <html>
      <xsl:attribute name="lang"><xsl:call-template name="word"><xsl:with-param name="zh" select="'zh-Hans'"/><xsl:with-param name="en" select="'en'"/></xsl:call-template></xsl:attribute>
      <head>
        <title><xsl:value-of select="title"/><xsl:if test="$here"> - <xsl:value-of select="$handbook/title"/></xsl:if></title>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="description" content="{normalize-space(description)}"/>
        <link rel="stylesheet" href="../style/manual.css"/>
      </head>
      <body>
        <a class="skip" href="#main"><xsl:call-template name="word"><xsl:with-param name="zh" select="'跳到正文'"/><xsl:with-param name="en" select="'Skip to the text'"/></xsl:call-template></a>
        <header class="top">
          <p class="product"><a href="index.{$language}.html"><xsl:value-of select="$handbook/title"/></a></p>
          <nav>
            <xsl:attribute name="aria-label"><xsl:call-template name="word"><xsl:with-param name="zh" select="'语言与手册'"/><xsl:with-param name="en" select="'Languages and manual'"/></xsl:call-template></xsl:attribute>
            <ul>
              <li>
                <a href="{$file}.{$other}.html">
                  <xsl:attribute name="hreflang"><xsl:call-template name="word"><xsl:with-param name="zh" select="'en'"/><xsl:with-param name="en" select="'zh-Hans'"/></xsl:call-template></xsl:attribute>
                  <xsl:attribute name="lang"><xsl:call-template name="word"><xsl:with-param name="zh" select="'en'"/><xsl:with-param name="en" select="'zh-Hans'"/></xsl:call-template></xsl:attribute>
                  <xsl:call-template name="word"><xsl:with-param name="zh" select="'English'"/><xsl:with-param name="en" select="'中文'"/></xsl:call-template>
                </a>
              </li>
              <li><a href="../index.html" hreflang="en"><xsl:call-template name="word"><xsl:with-param name="zh" select="'整套手册'"/><xsl:with-param name="en" select="'Whole manual'"/></xsl:call-template></a></li>
            </ul>
          </nav>
        </header>
        <div class="columns">
          <xsl:if test="$here">
            <nav class="contents">
              <xsl:attribute name="aria-label"><xsl:value-of select="$handbook/title"/></xsl:attribute>
              <ul>
                <xsl:for-each select="$handbook//page">
                  <li>
                    <a href="{.}.{$language}.html">
                      <xsl:if test=". = $file"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
                      <xsl:call-template name="title-of"/>
                    </a>
                  </li>
                </xsl:for-each>
              </ul>
            </nav>
          </xsl:if>
          <main id="main">
            <h1><xsl:value-of select="title"/></h1>
            <p class="lead"><xsl:value-of select="description"/></p>
            <xsl:apply-templates select="summary/node()"/>
            <xsl:apply-templates select="section"/>
            <xsl:variable name="next" select="$here/following-sibling::page[1]"/>
            <xsl:for-each select="$next">
              <p class="next">
                <xsl:call-template name="word"><xsl:with-param name="zh" select="'下一页：'"/><xsl:with-param name="en" select="'Next: '"/></xsl:call-template>
                <a href="{.}.{$language}.html"><xsl:call-template name="title-of"/></a>
              </p>
            </xsl:for-each>
          </main>
        </div>
        <footer class="bottom"><p><xsl:call-template name="word"><xsl:with-param name="zh" select="'mod_newsportal，Apache许可证2.0。'"/><xsl:with-param name="en" select="'mod_newsportal, Apache License 2.0.'"/></xsl:call-template></p></footer>
      </body>
    </html>
  </xsl:template>

  <!-- Chinese has no blanks between words: where a line of the source ends, nothing stands. -->
  <xsl:template match="/manualpage[@lang = 'zh']//text()[normalize-space() and not(ancestor::pre)]">
    <xsl:value-of select="translate(., '&#10;', '')"/>
  </xsl:template>

  <!-- Whose statements an example shows: tests/sql/test_handbook_examples.py runs them as this person. -->
  <xsl:template name="who-runs">
    <xsl:choose>
      <xsl:when test="@as = 'officer'"><xsl:call-template name="word"><xsl:with-param name="zh" select="'经办人'"/><xsl:with-param name="en" select="'Officer'"/></xsl:call-template></xsl:when>
      <xsl:when test="@as = 'supervisor'"><xsl:call-template name="word"><xsl:with-param name="zh" select="'督办人员'"/><xsl:with-param name="en" select="'Supervisor'"/></xsl:call-template></xsl:when>
      <xsl:when test="@as = 'copyright'"><xsl:call-template name="word"><xsl:with-param name="zh" select="'版权窗口'"/><xsl:with-param name="en" select="'Copyright desk'"/></xsl:call-template></xsl:when>
      <xsl:when test="@as = 'editor'"><xsl:call-template name="word"><xsl:with-param name="zh" select="'编辑'"/><xsl:with-param name="en" select="'Editor'"/></xsl:call-template></xsl:when>
      <xsl:when test="@as = 'chief'"><xsl:call-template name="word"><xsl:with-param name="zh" select="'总编'"/><xsl:with-param name="en" select="'Chief editor'"/></xsl:call-template></xsl:when>
      <xsl:when test="@as = 'admin'"><xsl:call-template name="word"><xsl:with-param name="zh" select="'管理员'"/><xsl:with-param name="en" select="'Administrator'"/></xsl:call-template></xsl:when>
      <xsl:when test="@as = 'root'"><xsl:call-template name="word"><xsl:with-param name="zh" select="'数据库管理员'"/><xsl:with-param name="en" select="'Database administrator'"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:message terminate="yes">nobody is called <xsl:value-of select="@as"/></xsl:message></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What the database answers when it refuses the example above it. -->
  <xsl:template match="says">
    <p class="says"><b><xsl:call-template name="word"><xsl:with-param name="zh" select="'被拒绝：'"/><xsl:with-param name="en" select="'Refused: '"/></xsl:call-template></b><xsl:apply-templates/></p>
  </xsl:template>

  <xsl:template name="no-rows">
    <p class="says"><xsl:call-template name="word"><xsl:with-param name="zh" select="'回答：一行也没有。'"/><xsl:with-param name="en" select="'It answers: no rows.'"/></xsl:call-template></p>
  </xsl:template>

  <!-- The title of the page that a <page> names. -->
  <xsl:template name="title-of">
    <xsl:variable name="title" select="document(concat('../editors/', ., '.', $language, '.xml'))/manualpage/title"/>
    <xsl:if test="not($title)"><xsl:message terminate="yes">no such page: <xsl:value-of select="."/></xsl:message></xsl:if>
    <xsl:value-of select="$title"/>
  </xsl:template>

  <!-- The way into the handbook: every page with what it says of itself. -->
  <xsl:template match="pages">
    <ol class="pages"><xsl:apply-templates select="page"/></ol>
  </xsl:template>
  <xsl:template match="page">
    <li>
      <a href="{.}.{$language}.html"><xsl:call-template name="title-of"/></a>
      <p><xsl:value-of select="document(concat('../editors/', ., '.', $language, '.xml'))/manualpage/description"/></p>
    </li>
  </xsl:template>
</xsl:stylesheet>
