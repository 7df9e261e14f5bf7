using System.Reflection;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Connectors.Twilio;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.Probes;
using ServiceRouter.Host.Publisher;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Host.Composition;

/// <summary>Every fault of the settings at once, also where one unreadable value would stop the composition before the others are looked at.</summary>
internal static class SettingFaults
{
    /// <summary>Every section that something is bound to, in the order of docs/settings.md; a rule test finds one that is left out.</summary>
    internal static readonly IReadOnlyList<(string Section, Type Options)> Sections =
    [
        ("Storage", typeof(StorageOptions)), ("Bus", typeof(BusOptions)), (ReceiptsOptions.Section, typeof(ReceiptsOptions)), (SignInOptions.Section, typeof(SignInOptions)),
        (DemoOptions.Section, typeof(DemoOptions)), (LimitsOptions.Section, typeof(LimitsOptions)), ("Doors", typeof(DoorsOptions)), ("Flows", typeof(DialogueOptions)),
        ("Assistant", typeof(AssistantOptions)), ("Routing", typeof(RoutingOptions)), (ServiceHoursOptions.Section, typeof(ServiceHoursOptions)), (SpacesOptions.Section, typeof(SpacesOptions)),
        ("Desk", typeof(DeskOptions)), ("DeadLetters", typeof(DeadLettersOptions)), (TwilioOptions.Section, typeof(TwilioOptions)), ("Phone", typeof(PhoneOptions)), ("Sms", typeof(SmsOptions)),
        ("Jobs", typeof(JobsOptions)), ("Exercises", typeof(ExercisesOptions)), (PublisherOptions.Section, typeof(PublisherOptions)), (ProbeOptions.Section, typeof(ProbeOptions)),
    ];

    /// <summary>Takes out what cannot be read or is unknown, so that the rest can be composed and validated. With a fault the service must not start.</summary>
    /// <returns>One sentence for each setting taken out.</returns>
    public static IReadOnlyList<string> TakeUnreadable(ConfigurationManager configuration)
    {
        var settings = configuration.AsEnumerable().Where(s => s.Value is not null).ToList();
        var faults = settings.Select(s => (s.Key, Fault: FaultOf(s) ?? MisspeltNames.FaultOf(s.Key, configuration))).Where(f => f.Fault is not null).ToDictionary(f => f.Key, f => f.Fault!);
        if (faults.Count == 0) return [];
        ((IConfigurationBuilder)configuration).Sources.Clear();
        configuration.AddInMemoryCollection(settings.Where(s => !faults.ContainsKey(s.Key)));
        return [.. faults.Values.Order(StringComparer.Ordinal)];
    }

    /// <summary>What the validators of the composed service refuse.</summary>
    public static IReadOnlyList<string> Refused(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException one)
        {
            return [.. one.Failures];
        }
        catch (AggregateException several)
        {
            return [.. several.Flatten().InnerExceptions.SelectMany(e => e is OptionsValidationException refused ? refused.Failures : [e.Message])];
        }
    }

    private static string? FaultOf(KeyValuePair<string, string?> setting)
    {
        var alone = new ConfigurationBuilder().AddInMemoryCollection([setting]).Build();
        if (setting.Key.Split(':')[0].Equals("Roles", StringComparison.OrdinalIgnoreCase)) return Try(() => RolesSetting.Read(alone))?.Message;
        foreach (var (section, options) in Sections)
        {
            if (!setting.Key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)) continue;
            if (Try(() => alone.GetSection(section).Get(options)) is { } unreadable)
                return $"{setting.Key} cannot be read: {unreadable.GetBaseException().Message}{Allowed(options, setting.Key)}";
            if (Try(() => alone.GetSection(section).Get(options, binder => binder.ErrorOnUnknownConfiguration = true)) is not null)
                return $"{setting.Key} is not a setting: is it misspelt?";
        }
        return null;
    }

    // "Requested value 'Pigeon' was not found." helps nobody who does not know the values.
    private static string Allowed(Type options, string key) =>
        options.GetProperty(key.Split(':')[^1], BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance)?.PropertyType is { IsEnum: true } names
            ? $" It is one of {string.Join(", ", Enum.GetNames(names))}."
            : "";

    private static InvalidOperationException? Try(Func<object?> read)
    {
        try
        {
            _ = read();
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
