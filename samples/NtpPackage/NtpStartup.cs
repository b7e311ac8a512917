using Microsoft.Extensions.DependencyInjection;
using Taiji.Datastores.Hosting;
using Taiji.Datastores.Packages;

namespace NtpPackage;

/// <summary>What the package is entered by: it plugs in as any host's code does.</summary>
public sealed class NtpStartup : IPackageStartup
{
    public void Configure(TaijiBuilder taiji, Package package)
    {
        taiji.Services.AddSingleton<Clocks>();
        taiji
            .AddStateProvider<ServerState>("/acme-ntp:ntp/server/reachable")
            .AddOperationHandler<AskTime>("acme-ntp:ask-time")
            .AddCommitParticipant<ClockSettings>("/acme-ntp:ntp");
    }
}
