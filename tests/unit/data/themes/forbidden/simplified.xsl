<?xml version="1.0"?>
<!-- -->

<html xsl:version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>
