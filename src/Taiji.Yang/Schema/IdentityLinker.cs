using Taiji.Yang.Diagnostics;
using Taiji.Yang.Syntax;

namespace Taiji.Yang.Schema;

/// <summary>Resolves the bases of identities, refuses cycles and numbers them (RFC 7950 §7.18).</summary>
internal sealed class IdentityLinker(ModuleSet modules, FeatureEvaluator features, DiagnosticBag diagnostics)
{
    /// <summary>Links all identities of all modules.</summary>
    /// <returns>Those that exist, by <see cref="Identity.Ordinal"/>.</returns>
    public IReadOnlyList<Identity> Link()
    {
        foreach (var module in modules.Modules)
        {
            foreach (var identity in module.Identities.Values) ResolveBases(identity);
        }

        var all = new List<Identity>();
        foreach (var module in modules.Modules)
        {
            var own = new List<Identity>();
            foreach (var identity in module.Identities.Values)
            {
                Close(identity);
                if (identity.IsSupported) own.Add(identity.Identity);
            }

            module.Module.Identities = own;
            if (modules.Primary(module) == module) all.AddRange(own);
        }

        all.Sort((a, b) => string.CompareOrdinal(a.Module.Name, b.Module.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Name, b.Name));
        for (var i = 0; i < all.Count; i++) all[i].Ordinal = i;
        return all;
    }

    /// <summary>The identity that a <c>base</c> statement names, or null with the reason reported.</summary>
    public IdentityDefinition? Resolve(Statement @base, ModuleText text)
    {
        if (!text.TryResolveName(@base.ArgumentOrEmpty, @base.ArgumentLocation, diagnostics, out var module, out var name)) return null;
        // Values name identities by namespace: of several revisions the implemented one counts.
        var isDefined = modules.Primary(module).Identities.TryGetValue(name, out var found) || module.Identities.TryGetValue(name, out found);
        if (isDefined && (module != text.Owner || text.Sees(found!.Text))) return found;
        if (!module.IsIncomplete)
        {
            var hint = isDefined ? ModuleText.HintAt(found!.Text) : Suggestion.For(name, module.Identities.Keys);
            diagnostics.Report(DiagnosticDescriptors.UnknownIdentity, @base.ArgumentLocation, name, module.Name, hint);
        }

        return null;
    }

    private void ResolveBases(IdentityDefinition identity)
    {
        identity.IsSupported = features.AllHold(identity.Statement, identity.Text);
        foreach (var statement in identity.Statement.Children)
        {
            if (statement.Kind == StatementKind.Base && Resolve(statement, identity.Text) is { } found) identity.Bases.Add(found);
        }
    }

    /// <summary>Closes bases before derived ones, with a stack of its own: chains may be long.</summary>
    private void Close(IdentityDefinition first)
    {
        var stack = new Stack<(IdentityDefinition Identity, int Next)>();
        stack.Push((first, 0));
        while (stack.TryPop(out var top))
        {
            var (identity, next) = top;
            if (identity.State == CompileState.Done) continue;
            identity.State = CompileState.Open;
            if (next < identity.Bases.Count)
            {
                stack.Push((identity, next + 1));
                var @base = identity.Bases[next];
                if (@base.State == CompileState.Open)
                {
                    diagnostics.Report(DiagnosticDescriptors.IdentityCycle, identity.Statement.ArgumentLocation, identity.Identity.Name);
                    identity.Bases.RemoveAt(next);
                    stack.Pop();
                    stack.Push((identity, next));
                }
                else
                {
                    stack.Push((@base, 0));
                }

                continue;
            }

            identity.Identity.Bases = [.. identity.Bases.Select(b => b.Identity)];
            identity.State = CompileState.Done;
        }
    }
}
