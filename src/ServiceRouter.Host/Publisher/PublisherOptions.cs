namespace ServiceRouter.Host.Publisher;

/// <summary>Who answers for the service before the law; section <c>Publisher</c>. The citizens' legal pages say it; what is left out they say too.</summary>
internal sealed class PublisherOptions
{
    public const string Section = "Publisher";

    /// <summary>The administration that offers the service and answers for its data (GDPR art. 13, 1, a), by its whole name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its postal address, on one line.</summary>
    public string Address { get; set; } = "";

    /// <summary>Who answers for what is published (law 2004-575 of 21 June 2004, art. 1-1), by name or office.</summary>
    public string Director { get; set; } = "";

    /// <summary>Who keeps the servers: name, address and telephone, on one line (the same article).</summary>
    public string HostedBy { get; set; } = "";

    /// <summary>Where somebody tells that a page cannot be used, or asks a question about the service: an e-mail address, or the address of a page (RGAA, declaration).</summary>
    public string Contact { get; set; } = "";

    /// <summary>Where the data protection officer is reached: an e-mail address, or the address of a page (GDPR art. 13, 1, b).</summary>
    public string DataProtection { get; set; } = "";

    /// <summary>Who carries calls and text messages, as it is named to those whose words it carries (GDPR art. 13, 1, e); said where the service has a telephone.</summary>
    public string Carrier { get; set; } = "Twilio";

    /// <summary>The plan by which the pages become accessible over several years (law 2005-102, art. 47).</summary>
    public Uri? AccessibilityPlan { get; set; }
}
