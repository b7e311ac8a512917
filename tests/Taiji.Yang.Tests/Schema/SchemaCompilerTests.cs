using Taiji.Yang.Schema;

namespace Taiji.Yang.Tests.Schema;

public sealed class SchemaCompilerTests
{
    [Fact]
    public void The_embedded_interface_and_system_modules_compile()
    {
        var compiler = new SchemaCompiler();
        compiler.Implement("ietf-ip");
        compiler.Implement("ietf-interfaces");
        compiler.Implement("ietf-system");

        var result = compiler.Compile();

        result.Errors.ShouldBeEmpty();
        var module = result.Schema!.FindModule("ietf-interfaces")!;
        var list = ((InnerNode)result.Schema.Root.FindChild(module, "interfaces")!).FindChild(module, "interface").ShouldBeOfType<ListNode>();
        list.Keys.Select(k => k.Name).ShouldBe(["name"]);
        list.Children.Select(c => c.SchemaPath).ShouldContain("/ietf-interfaces:interfaces/interface/ietf-ip:ipv4");
    }
}
