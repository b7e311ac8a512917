using System.Text;
using Taiji.Yang.Data;
using Taiji.Yang.Diagnostics;
using Taiji.Yang.Schema;
using Taiji.Yang.Types;

namespace Taiji.Yang.Tests.Data;

public sealed class DataPathTests
{
    private static readonly YangSchema Schema = TestSchemas.Compile(TestSchemas.Varied, TestSchemas.OtherModule);

    [Theory]
    [InlineData("/")]
    [InlineData("/t:sys")]
    [InlineData("/t:sys/host")]
    [InlineData("/t:sys/t2:host")]
    [InlineData("/t:sys/t2:extra[id='x']/id")]
    [InlineData("/t:one")]
    [InlineData("/t:one[k='-5']/sub[a='x/y[z]'][b='7']/subsub[id='']/y")]
    [InlineData("/t:sys/dns[.='1.2.3.4']")]
    [InlineData("/t:usr[name=\"it's\"]")]
    [InlineData("/t:usr[name='say \"so\"']")]
    [InlineData("/t:usr[name=concat('it',\"'\",'s \"so\"')]")]
    [InlineData("/t:state/kl[3]/q")]
    [InlineData("/t:state/dup[1]")]
    [InlineData("/t:op")]
    [InlineData("/t2:top2")]
    public void A_path_in_its_normal_form_is_written_as_it_was_read(string text) => Schema.Path(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("/t:sys/t:host", "/t:sys/host")]
    [InlineData("/t:one[ k = \"+1\" ]", "/t:one[k='1']")]
    [InlineData("/t:two[s='x'][n='1']", "/t:two[n='1'][s='x']")]
    [InlineData("/t:one[t:k='1']", "/t:one[k='1']")]
    [InlineData("/t:sys/num[ . = '007' ]", "/t:sys/num[.='7']")]
    public void Other_forms_are_normalised(string text, string normal) => Schema.Path(text).ToString().ShouldBe(normal);

    [Theory]
    [InlineData("", ErrorTag.InvalidValue, 1)]
    [InlineData("t:sys", ErrorTag.InvalidValue, 1)]
    [InlineData("/sys", ErrorTag.InvalidValue, 2)]
    [InlineData("/nowhere:sys", ErrorTag.UnknownElement, 2)]
    [InlineData("/t:nothing", ErrorTag.UnknownElement, 2)]
    [InlineData("/t:sys/host/x", ErrorTag.InvalidValue, 12)]
    [InlineData("/t:sys/extra", ErrorTag.UnknownElement, 8)]
    [InlineData("/t:sys/ca/", ErrorTag.InvalidValue, 10)]
    [InlineData("/t:sys/", ErrorTag.InvalidValue, 8)]
    [InlineData("/t:sys/c", ErrorTag.UnknownElement, 8)]
    [InlineData("/t:sys[host='x']", ErrorTag.InvalidValue, 7)]
    [InlineData("/t:one/v", ErrorTag.InvalidValue, 7)]
    [InlineData("/t:one[1]", ErrorTag.InvalidValue, 8)]
    [InlineData("/t:one[v='1']", ErrorTag.InvalidValue, 8)]
    [InlineData("/t:one[k='x']", ErrorTag.InvalidValue, 10)]
    [InlineData("/t:one[k='1'][k='1']", ErrorTag.InvalidValue, 15)]
    [InlineData("/t:one[k='1", ErrorTag.InvalidValue, 10)]
    [InlineData("/t:one[k=1]", ErrorTag.InvalidValue, 10)]
    [InlineData("/t:two[n='1']", ErrorTag.InvalidValue, 2)]
    [InlineData("/t:state/kl[0]", ErrorTag.InvalidValue, 13)]
    [InlineData("/t:sys/dns[1]", ErrorTag.InvalidValue, 11)]
    [InlineData("/t:sys/dns[.='x']/y", ErrorTag.InvalidValue, 18)]
    public void What_is_wrong_is_told_with_its_place(string text, string tag, int character)
    {
        var error = Should.Throw<RpcErrorException>(() => Schema.Path(text)).Errors.Single();
        error.Tag.ShouldBe(tag);
        error.Message.ShouldNotBeNull().ShouldContain($"at character {character}:");
    }

    [Fact]
    public void With_prefixes_every_name_has_one()
    {
        var prefixes = new Prefixes();
        var path = DataPath.Parse(Schema, "/b:sys/a:extra[a:id='x']", prefixes);
        path.ToString().ShouldBe("/t:sys/t2:extra[id='x']");
        path.ToXmlString(prefixes).ShouldBe("/b:sys/a:extra[a:id='x']");
        Should.Throw<RpcErrorException>(() => DataPath.Parse(Schema, "/b:sys/host", prefixes)).Errors.Single().Tag.ShouldBe(ErrorTag.InvalidValue);
        Should.Throw<RpcErrorException>(() => DataPath.Parse(Schema, "/c:sys", prefixes)).Message.ShouldContain("'c'");
    }

    private sealed class Prefixes : IPrefixMap
    {
        public YangModule? Resolve(ReadOnlySpan<byte> prefix) => Encoding.UTF8.GetString(prefix) switch
        {
            "a" => Schema.FindModule("t2"),
            "b" => Schema.FindModule("t"),
            _ => null,
        };

        public string PrefixFor(YangModule module) => module.Name == "t2" ? "a" : "b";

        public string ExplicitPrefixFor(YangModule module) => PrefixFor(module);
    }
}
