using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Encodings;

/// <summary>RFC 7952: annotations are known by the modules that define them, and their values by their types.</summary>
public sealed class AnnotationTests
{
    private static readonly YangSchema Schema = Documents.Compile("""
        module a {
          yang-version 1.1; namespace "urn:a"; prefix a;
          import ietf-yang-metadata { prefix md; }
          identity animal; identity dog { base animal; }
          feature off;
          md:annotation level { type uint8 { range "1..9" { error-app-tag out-of-level; } } }
          md:annotation wide { type int64; }
          md:annotation pet { type identityref { base animal; } }
          md:annotation flag { type empty; }
          md:annotation hidden { if-feature "off and not off"; type string; }
          container c { leaf x { type string; } leaf-list y { type string; } list l { key k; leaf k { type string; } } }
        }
        """);

    [Theory]
    [InlineData("""{"a:c":{"@":{"a:level":3,"a:wide":"-5"},"x":"1","@x":{"a:pet":"dog","a:flag":[null]}}}""")]
    [InlineData("""{"a:c":{"y":["1","2"],"@y":[null,{"a:pet":"a:dog"}],"l":[{"@":{"a:level":9},"k":"1"}]}}""")]
    [InlineData("<c xmlns='urn:a' xmlns:a='urn:a' a:level='3' a:pet='a:dog'><x a:flag='' a:wide='-5'>1</x><l a:level=' 9 '><k>1</k></l></c>")]
    public void Values_of_the_annotations_type_pass(string text) => (text[0] == '{' ? Schema.ReadJson(text) : Schema.ReadXml(text)).At("/a:c");

    [Theory]
    [InlineData("""{"a:c":{"x":"1","@x":{"a:level":10}}}""", "level", "out-of-level", "/a:c/x")]
    [InlineData("""{"a:c":{"x":"1","@x":{"a:level":"3"}}}""", "a:level", null, "/a:c/x")]
    [InlineData("""{"a:c":{"x":"1","@x":{"a:wide":5}}}""", "a:wide", null, "/a:c/x")]
    [InlineData("""{"a:c":{"x":"1","@x":{"a:wide":{"a":[1]}}}}""", "a:wide", null, "/a:c/x")]
    [InlineData("""{"a:c":{"x":"1","@x":{"a:wide":[1,[2]]}}}""", "a:wide", null, "/a:c/x")]
    [InlineData("""{"a:c":{"@":{"a:pet":"cat"}}}""", "a:pet", null, "/a:c")]
    [InlineData("<c xmlns='urn:a' xmlns:a='urn:a'><x a:level='10'>1</x></c>", "level", "out-of-level", "/a:c/x")]
    [InlineData("<c xmlns='urn:a' xmlns:a='urn:a' a:pet='b:dog'/>", "pet", null, "/a:c")]
    [InlineData("<c xmlns='urn:a' xmlns:a='urn:a' a:flag='x'/>", "flag", null, "/a:c")]
    public void Other_values_are_bad_attributes(string text, string attribute, string? appTag, string path)
    {
        var error = Documents.Error(() => _ = text[0] == '{' ? Schema.ReadJson(text) : Schema.ReadXml(text));
        (error.Tag, error.AppTag, error.Path).ShouldBe((ErrorTag.BadAttribute, appTag, path));
        error.Value("bad-attribute")!.ShouldEndWith(attribute);
    }

    [Theory]
    [InlineData("""{"a:c":{"x":"1","@x":{"a:hidden":"h"}}}""")]
    [InlineData("""{"a:c":{"x":"1","@x":{"a:nix":"h"}}}""")]
    [InlineData("<c xmlns='urn:a' xmlns:a='urn:a' a:hidden='h'/>")]
    public void An_annotation_that_is_not_there_is_an_unknown_attribute(string text) =>
        Documents.Error(() => _ = text[0] == '{' ? Schema.ReadJson(text) : Schema.ReadXml(text)).Tag.ShouldBe(ErrorTag.UnknownAttribute);
}
