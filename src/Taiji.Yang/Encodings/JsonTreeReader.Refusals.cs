using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Encodings;

/// <content>What is said of members that can't be taken.</content>
internal sealed partial class JsonTreeReader
{
    private void RefuseShape(ref JsonTokens reader, SchemaNode schema, string expected)
    {
        InvalidValue(schema, $"'{schema.Name}' must be {expected}");
        Locate(ref reader);
        reader.Skip();
    }

    private void InvalidValue(SchemaNode schema, string message) =>
        _intake.Errors.Add(DataErrors.InvalidValue(_intake.PathOf(schema), schema.Name, new ValueError(message)));

    private void RefuseMember(InnerNode parent, string member)
    {
        var colon = member.IndexOf(':');
        var name = member[(colon + 1)..];
        var path = _intake.CurrentPath;
        if (colon < 0)
        {
            var known = parent.DataChildren.FirstOrDefault(c => c.Name == member);
            _intake.Errors.Add(DataErrors.UnknownElement(
                path, member, known is null ? DataErrors.UnknownName(member, parent) : $"'{member}' must be written with its module here: '{known.Module.Name}:{member}'"));
            return;
        }

        var module = _intake.Schema.FindModule(member[..colon]);
        if (module is null)
        {
            _intake.Errors.Add(DataErrors.UnknownNamespace(
                path, name, member[..colon], $"there is no module '{member[..colon]}'{Suggestion.For(member[..colon], _intake.Schema.Modules.Select(m => m.Name))}"));
            return;
        }

        var elsewhere = parent.DataChildren.FirstOrDefault(c => c.Name == name);
        _intake.Errors.Add(DataErrors.UnknownElement(
            path, name, elsewhere is null ? DataErrors.UnknownName(name, parent) : $"'{name}' here belongs to module '{elsewhere.Module.Name}', not to '{module.Name}'"));
    }
}
