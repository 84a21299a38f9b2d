<?xml version="1.0"?>
<!-- -->

<!DOCTYPE xsl:stylesheet SYSTEM "file:///etc/hostname" [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">&x;</xsl:template></xsl:stylesheet>
