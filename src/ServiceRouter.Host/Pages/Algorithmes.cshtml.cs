using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Routing;

namespace ServiceRouter.Host.Pages;

/// <summary>The rules in force, with the values of the running configuration (CRPA L.312-1-3).</summary>
public sealed class AlgorithmesModel(IOptions<RoutingOptions> routing, IOptions<DeskOptions> desk) : CitizenPage
{
    public RoutingOptions Routing => routing.Value;

    public DeskOptions Desk => desk.Value;
}
