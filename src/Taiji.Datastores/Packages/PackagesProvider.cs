using Taiji.Datastores.Operational;
using Taiji.Datastores.Templates;
using Taiji.Yang.Data;

namespace Taiji.Datastores.Packages;

/// <summary>Gives <c>/taiji-packages:packages</c>.</summary>
/// <param name="packages">The packages.</param>
/// <param name="templates">The templates.</param>
public sealed class PackagesProvider(PackageTable packages, TemplateTable templates) : IStateProvider
{
    /// <summary>The schema path it gives state for.</summary>
    public const string Path = "/taiji-packages:packages";

    /// <inheritdoc/>
    public ValueTask ProvideAsync(StateContext context, DataTreeEditor state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(state);
        var root = new DataPath(context.Running.Schema).Child("taiji-packages:packages");
        foreach (var package in packages.List())
        {
            var entry = root.Entry("package", package.Metadata.Name, package.Metadata.Version.ToString());
            state.SetText(entry.Child("status"), package.Status.ToString().ToLowerInvariant());
            state.SetText(entry.Child("directory"), package.Directory);
            if (package.Metadata.Description is { } description) state.SetText(entry.Child("description"), description);
        }

        foreach (var template in templates.All)
        {
            var entry = root.Entry("template", template.Name);
            state.SetText(entry.Child("file"), template.File);
            foreach (var variable in template.Variables) state.Create(entry.Entry("variable", variable));
        }

        return ValueTask.CompletedTask;
    }
}
