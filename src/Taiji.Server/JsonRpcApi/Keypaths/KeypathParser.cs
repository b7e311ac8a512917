using System.Text;
using Taiji.Server.JsonRpcApi.Protocol;
using Taiji.Yang.Data;
using Taiji.Yang.Schema;

namespace Taiji.Server.JsonRpcApi.Keypaths;

/// <summary>
/// Parses <c>/p:a/b{k1 k2}/c</c>: the first name with a prefix, which may be the module's name too; others need one only where their name alone doesn't tell. Keys stand in the order of
/// the key statement, in double quotes where they hold blanks, braces or quotes; a backslash takes the next character as it is.
/// </summary>
internal ref struct KeypathParser
{
    private readonly SchemaNames _names;
    private readonly string _parameter;
    private readonly string _text;
    private readonly List<DataPathStep> _steps = [];
    private int _at;

    private KeypathParser(SchemaNames names, string text, string parameter)
    {
        _names = names;
        _text = text;
        _parameter = parameter;
    }

    /// <summary>Parses.</summary>
    /// <param name="names">The names.</param>
    /// <param name="text">The text.</param>
    /// <param name="parameter">The parameter that errors are about.</param>
    /// <exception cref="JsonRpcException"><c>rpc.method.invalid_params</c> with the place.</exception>
    public static Keypath Parse(SchemaNames names, string text, string parameter = "path") => new KeypathParser(names, text, parameter).Parse();

    private Keypath Parse()
    {
        var schema = _names.Schema;
        if (_text.Length == 0 || _text[0] != '/') throw Wrong("a path begins with '/'");
        SchemaNode node = schema.Root;
        OperationNode? operation = null;
        DataPath? target = null;
        var isTagpath = false;
        if (_text.TrimEnd('/').Length == 0) return new Keypath(node, new DataPath(schema), null, null);
        while (_at < _text.Length)
        {
            Expect('/');
            if (_at == _text.Length) break;
            if (_steps is [.., { Node: ListNode or LeafListNode, Key: null, Position: null }]) isTagpath = true;
            node = Child(node, ReadName());
            if (node is OperationNode found)
            {
                operation = found;
                target = new DataPath(schema, [.. _steps]);
                _steps.Clear();
                continue;
            }

            if (node is NotificationNode) continue;
            _steps.Add(_at < _text.Length && _text[_at] == '{' ? Keys(node) : new DataPathStep(node));
        }

        if (operation is null) return new Keypath(node, isTagpath ? null : new DataPath(schema, [.. _steps]), null, null);
        return new Keypath(node, target, operation, _steps.Count == 0 || isTagpath ? null : new DataPath(schema, operation.Input, [.. _steps]));
    }

    private readonly SchemaNode Child(SchemaNode node, string name)
    {
        var parent = node switch
        {
            OperationNode operation => operation.Input,
            InnerNode inner => inner,
            _ => throw Wrong($"'{node.Name}' has no children"),
        };
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            var module = _names.Resolve(name[..colon]) ?? throw Wrong($"unknown prefix '{name[..colon]}'");
            return parent.FindChild(module, name[(colon + 1)..]) ?? (node is OperationNode o ? o.Output.FindChild(module, name[(colon + 1)..]) : null)
                ?? throw Wrong($"unknown element '{name}'");
        }

        if (parent is SchemaRoot) throw Wrong($"the first name needs its module's prefix: '{name}'");
        return parent.FindChild(parent.Module, name)
            ?? parent.DataChildren.Concat(parent.Actions).FirstOrDefault(c => c.Name == name)
            ?? (node is OperationNode output ? output.Output.DataChildren.FirstOrDefault(c => c.Name == name) : null)
            ?? throw Wrong($"unknown element '{name}'");
    }

    private string ReadName()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('/' or '{')) _at++;
        return _at > start ? _text[start.._at] : throw Wrong("a name was expected");
    }

    private DataPathStep Keys(SchemaNode node)
    {
        Expect('{');
        var texts = new List<string>();
        while (true)
        {
            while (_at < _text.Length && _text[_at] == ' ') _at++;
            if (_at == _text.Length) throw Wrong("'}' was expected");
            if (_text[_at] == '}') break;
            texts.Add(ReadKey());
        }

        Expect('}');
        return ToStep(node, texts);
    }

    private readonly DataPathStep ToStep(SchemaNode node, List<string> texts)
    {
        switch (node)
        {
            case LeafListNode leafList:
                if (texts.Count != 1) throw Wrong($"'{node.Name}' takes one value");
                return new DataPathStep(node, Value(leafList, texts[0]));

            case ListNode { Keys.Count: 0 } when texts is [var number] && long.TryParse(number, out var position) && position >= 0:
                return new DataPathStep(node) { Position = position };

            case ListNode list:
                // An empty key value may be left out where it is the only one.
                if (texts.Count == 0 && list.Keys.Count == 1) texts.Add("");
                if (texts.Count != list.Keys.Count) throw Wrong($"'{node.Name}' has {list.Keys.Count} keys, not {texts.Count}");
                var stored = new byte[texts.Count][];
                for (var i = 0; i < stored.Length; i++) stored[i] = Value(list.Keys[i], texts[i]);
                return new DataPathStep(node, KeyCodec.Encode(list, stored));

            default:
                throw Wrong($"'{node.Name}' has no keys");
        }
    }

    private readonly byte[] Value(TypedNode node, string text) =>
        _names.TryParse(node, text, out var stored, out var error) ? stored : throw Wrong($"'{text}' is no value of '{node.Name}': {error}");

    private string ReadKey()
    {
        var key = new StringBuilder();
        var isQuoted = _text[_at] == '"';
        if (isQuoted) _at++;
        while (true)
        {
            if (_at == _text.Length) throw Wrong(isQuoted ? "'\"' was expected" : "'}' was expected");
            var c = _text[_at];
            if (isQuoted ? c == '"' : c is ' ' or '}') break;
            if (c == '\\' && _at + 1 < _text.Length) c = _text[++_at];
            key.Append(c);
            _at++;
        }

        if (isQuoted) _at++;
        return key.ToString();
    }

    private void Expect(char c)
    {
        if (_at == _text.Length || _text[_at] != c) throw Wrong($"'{c}' was expected");
        _at++;
    }

    private readonly JsonRpcException Wrong(string what) => JsonRpcException.InvalidParameter(_parameter, $"{what}, at character {_at + 1} of {_text}");
}
