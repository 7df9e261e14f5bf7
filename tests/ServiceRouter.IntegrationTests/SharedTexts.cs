using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Dialogue;
using ServiceRouter.Dialogue.Knowledge;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Understanding;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.IntegrationTests;

/// <summary>
/// The flows, fiches, phrases and the list of spaces beside the program, read and checked once for all nodes of this process: a service reads them once in its
/// life, and hundreds of nodes that each do so cost minutes.
/// </summary>
internal static class SharedTexts
{
    private static readonly string Folder = new DialogueOptions().Folder;
    private static readonly Lazy<Listener> Heard = new(() => Listener.LoadAndLearn(Folder));
    private static readonly Lazy<FlowShelf> Flows = new(() => new FlowShelf(FlowLibrary.Load(Folder, text => HumanExit.Recognise(text).Ask == ExitAsk.Human)));
    private static readonly Lazy<FicheLibrary> Fiches = new(() => FicheLibrary.Load(Folder));
    private static readonly Lazy<FicheSearch> Search = new(() => new FicheSearch(Fiches.Value.Fiches));
    private static readonly Lazy<SpaceDirectory> Spaces = new(() => new SpaceDirectory(SpacesFile.Read(SpacesInForce.ShippedFile)));

    /// <summary>As <see cref="DialogueModule"/> and <see cref="SpacesModule"/> do, which take what is there already. What a container made it would dispose, so it is given them made.</summary>
    public static void Register(IServiceCollection services)
    {
        services.AddSingleton(Heard.Value).AddSingleton(Flows.Value).AddSingleton(Fiches.Value).AddSingleton(Search.Value).AddSingleton(Spaces.Value);
    }

    /// <summary>Each node reads for itself, at the price of minutes for all, when the registration no longer reaches it: no other test would notice.</summary>
    public static void MustBeUsed(IServiceProvider services)
    {
        services.GetRequiredService<Listener>().Should().BeSameAs(Heard.Value, "nodes of the tests share what was read once");
        services.GetRequiredService<SpaceDirectory>().Should().BeSameAs(Spaces.Value, "nodes of the tests share what was read once");
    }
}
