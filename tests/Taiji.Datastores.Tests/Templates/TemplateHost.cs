using Taiji.Datastores.AccessControl;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Templates;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Encodings;
using Taiji.Yang.Schema;

namespace Taiji.Datastores.Tests.Templates;

/// <summary>Templates over a small model, written to a folder of their own.</summary>
internal sealed class TemplateHost : IDisposable
{
    public const string Start = """<config-template xmlns="http://tail-f.com/ns/config/1.0">""";

    private const string Module = """
        module links {
          yang-version 1.1;
          namespace "urn:test:links";
          prefix l;
          identity kind;
          identity copper { base kind; }
          container links {
            list link {
              key name;
              leaf name { type string; }
              leaf address { type string; }
              leaf cost { type uint8; }
              leaf kind { type identityref { base kind; } }
              leaf-list tag { type string; }
              container options { leaf mtu { type uint16; } leaf note { type string; } }
            }
          }
          container device {
            leaf description { type string; }
            leaf-list used { type string; }
            list interface {
              key name;
              leaf name { type string; }
              leaf address { type string; }
              leaf cost { type uint8; }
              leaf kind { type identityref { base kind; } }
              leaf shutdown { type empty; }
              container options { leaf mtu { type uint16; } leaf note { type string; } }
            }
            list rule { key "from to"; ordered-by user; leaf from { type string; } leaf to { type string; } leaf action { type string; } }
            leaf-list order { type string; ordered-by user; }
            anydata extra;
          }
          leaf up { type boolean; config false; }
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("taiji-templates-").FullName;

    public TemplateHost()
    {
        var compiler = new SchemaCompiler();
        compiler.ImplementText(Module);
        Schema = compiler.Compile().Schema!;
        Data = Read("""
            <links xmlns="urn:test:links">
              <link><name>a</name><address>10.0.0.1</address><cost>3</cost><kind>copper</kind><tag>x</tag><tag>y</tag><options><mtu>1500</mtu></options></link>
              <link><name>b</name><address>10.0.0.2</address></link>
            </links>
            """);
    }

    public YangSchema Schema { get; }

    public DataTree Data { get; set; }

    /// <summary>What whoever applies the templates may read; null for all.</summary>
    public ReadView? View { get; set; }

    /// <summary>A template's file; the root element is added, with the prefix l.</summary>
    public void Write(string name, string content) => WriteFile(name, $"""<config-template xmlns="http://tail-f.com/ns/config/1.0" xmlns:l="urn:test:links">{content}</config-template>""");

    public void WriteFile(string name, string text) => File.WriteAllText(Path.Combine(_directory, name + ".xml"), text);

    public TemplateTable Load() => new(Schema, [new TemplateSource(_directory)]);

    /// <summary>What is wrong with the templates: <c>LINE:COL ID message</c>.</summary>
    public IReadOnlyList<string> Findings() =>
        [.. Should.Throw<HostStartException>(Load).Diagnostics.Select(d => $"{d.Location.Line}:{d.Location.Column} {d.Id} {d.Message}")];

    /// <summary>The data after a template of this content below device was applied, without the links.</summary>
    public string Apply(string device, params (string Name, string Value)[] variables) => ApplyWhole($"""<device xmlns="urn:test:links">{device}</device>""", null, variables);

    public string ApplyWhole(string content, string? context, params (string Name, string Value)[] variables)
    {
        Write("t", content);
        var input = new TemplateInput(Data) { View = View, Variables = variables.ToDictionary(v => v.Name, v => v.Value), Context = context is null ? null : DataPath.Parse(Schema, context) };
        var editor = Data.Edit();
        foreach (var edit in Load().Get("t").Expand(input))
        {
            if (editor.Apply(edit) is { } error) throw new RpcErrorException(error);
        }

        var after = editor.Seal();
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        JsonDataWriter.Write(buffer, after.Root, new DataWriteOptions());
        var json = System.Text.Json.Nodes.JsonNode.Parse(buffer.WrittenSpan)!;
        return json["links:device"]?.ToJsonString() ?? "";
    }

    /// <summary>The errors of applying it.</summary>
    public IReadOnlyList<RpcError> Refuse(string device, params (string Name, string Value)[] variables) => Should.Throw<RpcErrorException>(() => Apply(device, variables)).Errors;

    public DataTree Read(string xml)
    {
        using var reader = XmlDataReader.CreateXmlReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes("<data>" + xml + "</data>")));
        reader.MoveToContent();
        return new XmlDataReader(Schema).ReadTree(reader);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
