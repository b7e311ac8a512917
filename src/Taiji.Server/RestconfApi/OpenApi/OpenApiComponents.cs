using System.Text.Json;

namespace Taiji.Server.RestconfApi.OpenApi;

/// <summary>The components that all documents have: query parameters and headers, errors, how callers prove who they are.</summary>
internal static class OpenApiComponents
{
    /// <summary>The schemas of bodies that no module defines.</summary>
    public static JsonElement Schemas { get; } = Parse("""
        {
          "errors": {
            "type": "object", "required": ["ietf-restconf:errors"],
            "properties": {"ietf-restconf:errors": {"type": "object", "required": ["error"], "properties": {"error": {"type": "array", "minItems": 1, "items": {
              "type": "object", "required": ["error-type", "error-tag"],
              "properties": {
                "error-type": {"enum": ["transport", "rpc", "protocol", "application"]},
                "error-tag": {"type": "string"}, "error-app-tag": {"type": "string"}, "error-path": {"type": "string"}, "error-message": {"type": "string"},
                "error-info": {"type": "object"}
              }}}}}}
          },
          "yang-patch": {
            "type": "object", "required": ["ietf-yang-patch:yang-patch"],
            "properties": {"ietf-yang-patch:yang-patch": {"type": "object", "required": ["patch-id"], "properties": {
              "patch-id": {"type": "string"}, "comment": {"type": "string"},
              "edit": {"type": "array", "items": {"type": "object", "required": ["edit-id", "operation", "target"], "properties": {
                "edit-id": {"type": "string"}, "operation": {"enum": ["create", "delete", "insert", "merge", "move", "replace", "remove"]}, "target": {"type": "string"},
                "point": {"type": "string"}, "where": {"enum": ["before", "after", "first", "last"]}, "value": {"type": "object"}
              }}}}}}
          }
        }
        """);

    /// <summary>The other components.</summary>
    public static JsonElement Others { get; } = Parse("""
        {
          "parameters": {
            "content": {"name": "content", "in": "query", "description": "Configuration, state, or both (RFC 8040 §4.8.1).", "schema": {"enum": ["all", "config", "nonconfig"], "default": "all"}},
            "depth": {"name": "depth", "in": "query", "description": "How many levels (RFC 8040 §4.8.2).", "schema": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 65535}, {"const": "unbounded"}]}},
            "fields": {"name": "fields", "in": "query", "description": "Which descendants alone (RFC 8040 §4.8.3).", "schema": {"type": "string"}},
            "exclude": {"name": "exclude", "in": "query", "description": "Which descendants not, written as fields are.", "schema": {"type": "string"}},
            "with-defaults": {"name": "with-defaults", "in": "query", "description": "How defaults appear (RFC 8040 §4.8.9).", "schema": {"enum": ["report-all", "trim", "explicit", "report-all-tagged"]}},
            "insert": {"name": "insert", "in": "query", "description": "Where in a list that users order (RFC 8040 §4.8.5).", "schema": {"enum": ["first", "last", "before", "after"]}},
            "point": {"name": "point", "in": "query", "description": "Before or after which entry (RFC 8040 §4.8.6).", "schema": {"type": "string"}},
            "dry-run": {"name": "dry-run", "in": "query", "description": "Tell what would change, and change nothing.", "schema": {"enum": ["", "json", "xml", "cli", "curly", "set"]}},
            "rollback-id": {"name": "rollback-id", "in": "query", "description": "Tell the number by which the commit can be taken back.", "schema": {"type": "boolean"}},
            "rollback-label": {"name": "rollback-label", "in": "query", "description": "Kept with the commit.", "schema": {"type": "string"}},
            "rollback-comment": {"name": "rollback-comment", "in": "query", "description": "Kept with the commit.", "schema": {"type": "string"}},
            "limit": {"name": "limit", "in": "query", "description": "How many entries at most (draft-ietf-netconf-list-pagination).", "schema": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 4294967295}, {"const": "unbounded"}]}},
            "offset": {"name": "offset", "in": "query", "description": "How many entries to pass over first.", "schema": {"type": "integer", "minimum": 0, "maximum": 4294967295}},
            "cursor": {"name": "cursor", "in": "query", "description": "Where to begin: a next or previous of an earlier reply.", "schema": {"type": "string"}},
            "direction": {"name": "direction", "in": "query", "description": "From the first entry or from the last.", "schema": {"enum": ["forwards", "backwards"], "default": "forwards"}},
            "sort-by": {"name": "sort-by", "in": "query", "description": "The descendant whose values order the entries.", "schema": {"type": "string"}},
            "locale": {"name": "locale", "in": "query", "description": "Whose order of text sort-by follows.", "schema": {"type": "string"}},
            "where": {"name": "where", "in": "query", "description": "An XPath expression that is true of the entries wanted; its prefixes are modules' names.", "schema": {"type": "string"}},
            "sublist-limit": {"name": "sublist-limit", "in": "query", "description": "How many entries of lists further down at most.", "schema": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 4294967295}, {"const": "unbounded"}]}},
            "if-match": {"name": "If-Match", "in": "header", "description": "The resource must have this entity-tag (RFC 9110 §13.1.1).", "schema": {"type": "string"}},
            "if-none-match": {"name": "If-None-Match", "in": "header", "description": "With *, the resource must not exist (RFC 9110 §13.1.2).", "schema": {"type": "string"}}
          },
          "headers": {
            "ETag": {"description": "A digest of the configuration (RFC 8040 §3.5.2).", "schema": {"type": "string"}},
            "Last-Modified": {"description": "When it was changed last (RFC 8040 §3.5.1).", "schema": {"type": "string"}},
            "Location": {"description": "The resource created.", "schema": {"type": "string", "format": "uri-reference"}}
          },
          "responses": {
            "errors": {
              "description": "What is wrong (RFC 8040 §7).",
              "content": {"application/yang-data+json": {"schema": {"$ref": "#/components/schemas/errors"}}, "application/yang-data+xml": {}}
            }
          },
          "securitySchemes": {
            "basic": {"type": "http", "scheme": "basic"},
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "certificate": {"type": "mutualTLS"}
          }
        }
        """);

    private static JsonElement Parse(string text) => JsonElement.Parse(text);
}
