using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceRouter.Dialogue.Knowledge;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Understanding;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Dialogue;

/// <summary>The automatic turn: exit, distress, flows, answers.</summary>
public static class DialogueModule
{
    public static IServiceCollection AddDialogue(this IServiceCollection services)
    {
        services.AddOptions<DialogueOptions>().BindConfiguration("Flows", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DialogueOptions>, DialogueOptionsValidator>();
        services.AddOptions<AssistantOptions>().BindConfiguration("Assistant", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AssistantOptions>, AssistantOptionsValidator>();
        // Unless they are there already: whoever runs many nodes in one process reads them once.
        services.TryAddSingleton(sp => Listener.Load(Folder(sp)));
        services.TryAddSingleton(sp => new FlowShelf(FlowLibrary.Load(Folder(sp), text => HumanExit.Recognise(text).Ask == ExitAsk.Human)));
        services.AddSingleton<ListenerSense>().AddSingleton<ISense>(sp => new SenseBesideReceipts(sp.GetRequiredService<ListenerSense>(), sp.GetRequiredService<ReceiptSeal>()));
        services.TryAddSingleton(sp => FicheLibrary.Load(Folder(sp)));
        services.TryAddSingleton(sp => new FicheSearch(sp.GetRequiredService<FicheLibrary>().Fiches));
        services.TryAddSingleton<IKnowledge, FicheKnowledge>();
        // In the order in which they are asked; a model comes last.
        services.AddSingleton<IAssistant, FlowAssistant>().AddSingleton<IAssistant, FicheAssistant>();
        services.AddSingleton<AnswerInTime>().AddSingleton<Turn>();
        services.AddHostedService<KeepFlowTexts>();
        services.AddHostedService<TellWrongFiches>();
        services.AddHostedService<TellWrongPhrases>();
        return services;
    }

    /// <summary>Reads flows, phrases and fiches now rather than when the first citizen needs them. Never throws for what a file holds.</summary>
    public static void ReadTexts(this IServiceProvider services)
    {
        _ = services.GetRequiredService<FlowShelf>();
        _ = services.GetRequiredService<Listener>();
        _ = services.GetRequiredService<FicheSearch>();
    }

    private static string Folder(IServiceProvider services) => services.GetRequiredService<IOptions<DialogueOptions>>().Value.Folder;
}
